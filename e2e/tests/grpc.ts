import { join } from 'node:path';
import { execIn } from '../cluster/cluster.ts';
import { cluster, imageReference, waitFor, workload } from './support.ts';

/** A server of grpc.health.v1, without TLS, on port 5000. */
export const grpcHealth = workload('health', {
  image: imageReference('agnhost'),
  args: ['grpc-health-checking', '--port=5000', '--http-port=8080'],
  ports: [{ name: 'grpc', containerPort: 5000 }],
  readinessProbe: { grpc: { port: 5000 }, periodSeconds: 1 },
});

/** Waits until a health check from outside says status 0 and the message `SERVING` (field 1, value 1). */
export async function serving(host: string, url: string): Promise<void> {
  await waitFor(
    `gRPC health from ${url}`,
    async () => {
      const { stdout } = await execIn(cluster(), 'out', [process.execPath, join(import.meta.dirname, 'grpc-client.mjs'), url, host]);
      const { grpcStatus, body } = JSON.parse(stdout) as { grpcStatus: string; body: string };
      if (grpcStatus !== '0' || body !== '00000000020801') throw new Error(stdout);
      return true;
    },
    { seconds: 30 },
  );
}
