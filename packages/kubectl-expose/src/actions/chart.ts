import { cleanObject, type KubeObject } from '@expose-plus/core';
import type { Printing, Source } from '../args/common.js';
import type { Request } from '../args/request.js';
import type { TargetWord } from '../args/words.js';
import { EXIT, usageError, UserError } from '../errors.js';
import type { Io } from '../io.js';
import type { ConnectionFlags } from '../kube/connection.js';
import { structured } from '../output/structured.js';
import { findRequests, targetObject } from './requests.js';
import { openSession, type Session } from './session.js';

export interface ChartInput {
  targets: TargetWord[];
  /** The way in, which becomes the chart's values; its name is the chart's. */
  request: Request;
  source: Source;
  connection: ConnectionFlags;
  printing: Printing;
  /** Directory in which the chart's directory is made. */
  out: string;
  flavor: 'minimal' | 'full';
  naming: 'release' | 'original';
  with: string[];
  entry?: 'LoadBalancer' | 'NodePort' | 'hostPort' | 'hostNetwork';
}

/** Makes a chart of manifests or live objects and writes it into a directory of its own. */
export async function chart(input: ChartInput, io: Io): Promise<number> {
  const session = await openSession({ source: input.source, connection: input.connection, command: 'chart' }, io);
  try {
    const objects = await chartObjects(input, session);
    const name = input.request.name ?? objects.find(({ kind }) => kind !== 'Service')?.metadata.name;
    if (name === undefined) throw usageError('the chart needs a name', '--name NAME');
    refuseUnsupported(input);
    const { ChartError, generateChart } = await import('@expose-plus/chart-gen');
    let made: ReturnType<typeof generateChart>;
    try {
      made = generateChart(objects, { name, flavor: input.flavor, naming: input.naming });
    } catch (error) {
      if (!(error instanceof ChartError)) throw error;
      throw new UserError('no chart can be made', { findings: [...error.findings], cause: error });
    }
    const text = await structured({ name, ...made }, input.printing.format, input.printing);
    if (text !== undefined) {
      io.stdout(text);
      return EXIT.ok;
    }
    const { writeChart } = await import('../output/chart-files.js');
    const folder = writeChart(input.out, name, made.files);
    for (const { object, field, what } of made.report.warnings)
      io.stderr(`warning: ${object}${field === undefined ? '' : ` ${field}`}: ${what}\n`);
    const { components, objects: count } = made.report;
    io.stderr(
      `${count} ${count === 1 ? 'object' : 'objects'}; ${components.map(({ key, kind, strategy }) => `${kind.toLowerCase()}/${key}${strategy ? ` by ${strategy}` : ''}`).join(', ') || 'no component'}\n`,
    );
    io.stdout(`${folder}\n`);
    return EXIT.ok;
  } finally {
    session.close();
  }
}

/** All objects of the files; without files those named, as they stand on the cluster. */
async function chartObjects(input: ChartInput, session: Session): Promise<KubeObject[]> {
  const { manifests } = session;
  if (manifests.objects.length > 0 && input.targets.length === 0) return manifests.objects.map(({ object }) => object);
  const request = { spec: {}, loose: {}, typed: [] };
  const drafts = await findRequests(input.targets, request, session, input.connection.namespace);
  const objects: KubeObject[] = [];
  for (const { exposure } of drafts) {
    const found = targetObject(exposure, await session.readFor(exposure));
    if (!found) throw new UserError(`${exposure.spec.target.kind} ${exposure.spec.target.name} is not there`);
    objects.push(cleanObject(found));
  }
  return objects;
}

/** What the generator does not take yet is refused by name: a chart that ignores a wish would be worse than none. */
function refuseUnsupported(input: ChartInput): void {
  const typed = [
    ...input.request.typed.filter((flag) => flag !== 'name').map((flag) => `--${flag}`),
    ...(input.with.length > 0 ? ['--with'] : []),
  ];
  if (typed.length > 0) {
    throw usageError(
      `chart does not take ${typed.join(', ')} yet`,
      'Make the chart without, and set it under exposure in its values.yaml.',
    );
  }
}
