import type { Printing } from '../args/common.js';
import { EXIT } from '../errors.js';
import type { Io } from '../io.js';
import type { ConnectionFlags } from '../kube/connection.js';
import { structured } from '../output/structured.js';
import { VERSION } from '../version-number.js';

export interface VersionInput {
  /** Ours alone, without a network call. */
  client: boolean;
  connection: ConnectionFlags;
  printing: Printing;
}

/** What `-o json|yaml` prints. */
interface VersionAnswer {
  clientVersion: { gitVersion: string; nodeVersion: string };
  serverVersion?: { gitVersion: string };
}

/** Milliseconds for the server's answer when no `--request-timeout` is given: nobody waits long for a version. */
const PATIENCE_MS = 5000;

/** Prints our version and, when it can be reached, the server's. A server that cannot be reached is said on stderr and is no failure. */
export async function version(input: VersionInput, io: Io): Promise<number> {
  const answer: VersionAnswer = { clientVersion: { gitVersion: `v${VERSION}`, nodeVersion: process.version } };
  if (!input.client) {
    const { serverVersion } = await import('./server-version.js');
    const server = await serverVersion(input.connection, io, PATIENCE_MS);
    if ('version' in server) answer.serverVersion = { gitVersion: server.version };
    else io.stderr(`${server.why}\n`);
  }
  const text = await structured(answer, input.printing.format, input.printing);
  io.stdout(
    text ??
      `expose-plus: ${answer.clientVersion.gitVersion}\n${answer.serverVersion ? `server: ${answer.serverVersion.gitVersion}\n` : ''}`,
  );
  return EXIT.ok;
}
