import type { Io } from '../io.js';
import { createClient } from '../kube/client.js';
import { loadConnection } from '../kube/config.js';
import type { ConnectionFlags } from '../kube/connection.js';
import { ApiError, ConnectionError } from '../kube/errors.js';

/** The server's version, or why it is not known. */
export async function serverVersion(flags: ConnectionFlags, io: Io, patienceMs: number): Promise<{ version: string } | { why: string }> {
  try {
    const connection = loadConnection(flags, io.env);
    if ('none' in connection) return { why: 'server: no cluster is configured' };
    const client = createClient({ ...connection, timeoutMs: connection.timeoutMs || patienceMs }, { interactive: false });
    try {
      return { version: await client.serverVersion({ signal: io.signal }) };
    } finally {
      client.close();
    }
  } catch (error) {
    if (error instanceof ConnectionError || error instanceof ApiError) return { why: `server: ${error.message}` };
    throw error;
  }
}
