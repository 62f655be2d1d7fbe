import {
  listExposed,
  listNeeds,
  type EntryPoint,
  type ExposedList,
  type ExposedRow,
  type KubeObject,
  type ObjectRef,
  type Snapshot,
} from '@expose-plus/core';
import type { Printing, Source } from '../args/common.js';
import { EXIT } from '../errors.js';
import type { Io } from '../io.js';
import type { ConnectionFlags } from '../kube/connection.js';
import { painter, useColor, verdictCell } from '../output/color.js';
import { structured } from '../output/structured.js';
import { table } from '../output/table.js';
import { openSession } from './session.js';

export interface ListInput {
  allNamespaces: boolean;
  /** Labels that the workload must carry. */
  selector: Record<string, string>;
  source: Source;
  connection: ConnectionFlags;
  printing: Printing;
}

/** What `-o json|yaml` prints. */
interface ExposedAnswer extends ExposedList {
  apiVersion: 'expose-plus.dev/v1alpha1';
  kind: 'ExposedList';
  schemaVersion: 1;
}

/** Prints everything that can be reached from outside, and on stderr what could not be read. */
export async function list(input: ListInput, io: Io): Promise<number> {
  const session = await openSession({ source: input.source, connection: input.connection, command: 'list' }, io);
  try {
    const namespace = input.allNamespaces ? undefined : session.namespace;
    // In files every object is meant, whatever namespace it names.
    const wanted = session.offline && !input.connection.namespace ? undefined : namespace;
    const snapshot = await session.read(listNeeds(wanted));
    const found = listExposed(snapshot, wanted === undefined ? {} : { namespace: wanted });
    const rows = found.rows.filter((row) => carries(row, input.selector, snapshot));
    await print({ rows, gaps: found.gaps }, input, wanted, io);
    return EXIT.ok;
  } finally {
    session.close();
  }
}

async function print(found: ExposedList, input: ListInput, namespace: string | undefined, io: Io): Promise<void> {
  const { format } = input.printing;
  const answer: ExposedAnswer = { apiVersion: 'expose-plus.dev/v1alpha1', kind: 'ExposedList', schemaVersion: 1, ...found };
  const text = await structured(answer, format, input.printing);
  if (text !== undefined) io.stdout(text);
  else if (format.kind === 'name') io.stdout(found.rows.map(({ via }) => `${nameOf(via)}\n`).join(''));
  else {
    if (found.rows.length === 0 && found.gaps.length === 0)
      io.stderr(`Nothing is reachable from outside${namespace === undefined ? '' : ` in namespace ${namespace}`}.\n`);
    io.stdout(rowsTable(found.rows, input, namespace === undefined, io));
  }
  for (const gap of foldGaps(found.gaps)) io.stderr(`unknown: ${gap}\n`);
}

/** `a in namespace shop were not read`, `b in namespace shop were not read`: one line. What gives a reason of its own keeps its line. */
export function foldGaps(gaps: readonly string[]): string[] {
  const folded = new Map<string, string[]>();
  for (const gap of gaps) {
    const [, resource, rest] = /^(\S+) (.* were not read)$/.exec(gap) ?? [];
    const key = rest ?? gap;
    folded.set(key, [...(folded.get(key) ?? []), ...(resource === undefined ? [] : [resource])]);
  }
  return [...folded].map(([rest, resources]) => (resources.length === 0 ? rest : `${resources.join(', ')} ${rest}`));
}

function rowsTable(rows: readonly ExposedRow[], input: ListInput, withNamespace: boolean, io: Io): string {
  const paint = painter(useColor(input.printing.color, io, 'stdout'));
  const wide = input.printing.format.kind === 'wide';
  const headers = [
    ...(withNamespace ? ['namespace'] : []),
    'workload',
    'strategy',
    'entry points',
    'tls',
    'reach',
    'verdict',
    ...(wide ? ['via', 'exposure', 'evidence'] : []),
  ];
  const cells = rows.map((row) => [
    ...(withNamespace ? [row.namespace] : []),
    row.workloads.map(nameOf).join(',') || 'unknown',
    row.strategy,
    row.entryPoints.map(entryText).join(',') || '<pending>',
    row.tls,
    row.reach,
    verdictCell(row.verdict, paint),
    ...(wide ? [nameOf(row.via), row.exposure ?? '', row.evidence.join('; ')] : []),
  ]);
  return table(headers, cells, input.printing);
}

const nameOf = (ref: ObjectRef): string => `${ref.kind.toLowerCase()}/${ref.name}`;

/** An entry point as one would type it: a URL where it speaks HTTP, address:port/protocol where it does not. */
export function entryText(entry: EntryPoint): string {
  const address = entry.host ?? entry.addresses[0];
  if (address === undefined) return entry.port === undefined ? '<pending>' : `<unknown>:${entry.port}/${entry.protocol.toLowerCase()}`;
  const host = address.includes(':') ? `[${address}]` : address;
  const usual = { http: 80, https: 443 }[entry.scheme as string];
  if (usual !== undefined)
    return `${entry.scheme}://${host}${entry.port === undefined || entry.port === usual ? '' : `:${entry.port}`}${entry.path ?? '/'}`;
  return `${host}:${entry.port ?? '<pending>'}/${entry.protocol.toLowerCase()}`;
}

/** Whether one of the workloads behind a row has all labels. */
function carries(row: ExposedRow, selector: Record<string, string>, snapshot: Snapshot): boolean {
  const wanted = Object.entries(selector);
  if (wanted.length === 0) return true;
  const same = (object: KubeObject, ref: ObjectRef): boolean =>
    object.kind === ref.kind &&
    object.metadata.name === ref.name &&
    (object.metadata.namespace ?? snapshot.namespace) === (ref.namespace ?? snapshot.namespace);
  return row.workloads.some((ref) =>
    snapshot.objects.some((object) => same(object, ref) && wanted.every(([key, value]) => object.metadata.labels?.[key] === value)),
  );
}
