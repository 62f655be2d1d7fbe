import { finding, type Finding, type Snapshot } from '@expose-plus/core';
import { probeDns, recordFor } from '../probe/dns.js';
import type { EntryProof } from './prove.js';

/** For each host name that does not lead to its entry point: the record to create, or who creates it. */
export async function dnsFindings(proofs: readonly EntryProof[], snapshot: Snapshot, signal: AbortSignal): Promise<Finding[]> {
  const named = new Map(
    proofs.flatMap(({ entry }) => (entry.host !== undefined && entry.addresses.length > 0 ? [[entry.host, entry.addresses] as const] : [])),
  );
  const owner = externalDns(snapshot);
  const findings: Finding[] = [];
  for (const [host, addresses] of named) {
    const hop = await probeDns({ host, addresses }, { signal });
    if (hop.verdict === 'ok') continue;
    const remedy = owner
      ? `${owner} makes the record; give it a minute or look at its logs.`
      : `Create the record: ${recordFor({ host, addresses })}`;
    findings.push(finding('EP407', { message: `${host}: ${hop.evidence}`, remedy }));
  }
  return findings;
}

/** The Deployment of external-dns, recognised by its image. */
function externalDns(snapshot: Snapshot): string | undefined {
  const found = snapshot.objects.find(({ kind, ...object }) => {
    const { template } = (object['spec'] ?? {}) as { template?: { spec?: { containers?: { image?: string }[] } } };
    return kind === 'Deployment' && template?.spec?.containers?.some(({ image = '' }) => /external-dns/.test(image));
  });
  return found && `external-dns (Deployment ${found.metadata.namespace ?? snapshot.namespace}/${found.metadata.name})`;
}
