import { listNeeds, needs, type KubeObject, type Query } from '@expose-plus/core';
import type { Source } from '../args/common.js';
import { EXIT } from '../errors.js';
import type { Io } from '../io.js';
import type { ConnectionFlags } from '../kube/connection.js';
import { structured } from '../output/structured.js';
import { openSession } from './session.js';

export interface SnapshotInput {
  allNamespaces: boolean;
  source: Source;
  connection: ConnectionFlags;
  format: 'yaml' | 'json';
}

/** Writes what is known of the cluster. Data of Secrets and applied configurations, which may repeat them, are left out. */
export async function snapshot(input: SnapshotInput, io: Io): Promise<number> {
  const session = await openSession({ source: input.source, connection: input.connection, command: 'snapshot' }, io);
  try {
    const { namespace } = session;
    const queries = [
      ...needs({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: '' }),
      ...listNeeds(input.allNamespaces ? undefined : namespace),
    ];
    const known = await session.read(input.allNamespaces ? queries.map(everywhere) : queries);
    const { withoutSecretData } = await import('../kube/secret.js');
    const { locations: _, ...rest } = known;
    const text = await structured(
      { ...rest, objects: known.objects.map((object: KubeObject) => withoutSecretData(object)) },
      { kind: input.format },
      { allowMissingKeys: true },
    );
    io.stdout(text ?? '');
    for (const { resource, namespace: place, state, reason } of known.coverage) {
      if (state === 'forbidden' || state === 'error')
        io.stderr(`unknown: ${resource}${place === undefined ? '' : ` in namespace ${place}`}: ${reason ?? state}\n`);
    }
    return EXIT.ok;
  } finally {
    session.close();
  }
}

function everywhere({ namespace: _namespace, ...query }: Query): Query {
  return query;
}
