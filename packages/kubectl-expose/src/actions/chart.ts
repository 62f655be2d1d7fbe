import type { Exposure, KubeObject } from '@expose-plus/core';
import type { Printing, Source } from '../args/common.js';
import type { Problem } from '../args/normalise.js';
import type { Request } from '../args/request.js';
import type { TargetWord } from '../args/words.js';
import { EXIT, usageError, UserError } from '../errors.js';
import type { Io } from '../io.js';
import type { ConnectionFlags } from '../kube/connection.js';
import { visible } from '../kube/visible.js';
import { structured } from '../output/structured.js';
import { checkRequest } from './check-request.js';
import { placeLoose } from './place-loose.js';
import { refuseRequest } from './refuse.js';
import { companions, portable } from './portable.js';
import { findRequests, targetObject, type Draft } from './requests.js';
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
  /** Whether the report says what became of each field. */
  report: boolean;
  flavor: 'minimal' | 'full';
  naming: 'release' | 'original';
  with: ('ingress-nginx' | 'tests')[];
  entry?: 'LoadBalancer' | 'NodePort' | 'hostPort' | 'hostNetwork';
}

/** Makes a chart of manifests or live objects and writes it into a directory of its own; edits made there stay. */
export async function chart(input: ChartInput, io: Io): Promise<number> {
  const session = await openSession({ source: input.source, connection: input.connection, command: 'chart' }, io);
  try {
    const { objects, main } = await chartObjects(input, session);
    const name = input.request.name ?? main;
    if (name === undefined) throw usageError('the chart needs a name', '--name NAME');
    const { ChartError, generateChart } = await import('@expose-plus/chart-gen');
    const { flavor, naming, entry } = input;
    const component = input.targets.length > 0 ? main : undefined;
    const options = {
      name,
      flavor,
      naming,
      with: input.with,
      ...(entry === undefined ? {} : { entry }),
      ...(component === undefined ? {} : { component }),
    };
    let made: ReturnType<typeof generateChart>;
    try {
      made = generateChart(objects, options);
    } catch (error) {
      if (!(error instanceof ChartError)) throw error;
      throw new UserError('no chart can be made', { findings: [...error.findings], cause: error });
    }
    const text = await structured({ name, ...made }, input.printing.format, input.printing);
    if (text === undefined) return await write(name, made, input, io);
    io.stdout(text);
    return EXIT.ok;
  } finally {
    session.close();
  }
}

type Made = ReturnType<typeof import('@expose-plus/chart-gen').generateChart>;

async function write(name: string, { files, report }: Made, input: ChartInput, io: Io): Promise<number> {
  const [{ conflictText, ForeignFolderError, writeChart }, { reportText }, { join }] = await Promise.all([
    import('@expose-plus/chart-gen/files'),
    import('@expose-plus/chart-gen'),
    import('node:path'),
  ]);
  const folder = join(input.out, name);
  try {
    const written = writeChart(folder, files);
    io.stderr(visible(`${reportText(report, input.report)}\n`));
    for (const line of conflictText(folder, written)) io.stderr(visible(`${line}\n`));
    io.stdout(`${folder}\n`);
    return written.conflicts.length > 0 ? EXIT.failed : EXIT.ok;
  } catch (error) {
    if (error instanceof ForeignFolderError) throw new UserError(error.message, { remedy: '--out DIR', cause: error });
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UserError(`${folder} cannot be written: ${message}`, { cause: error });
  }
}

/** A workload with what belongs to it. */
interface Found {
  object: KubeObject;
  others: KubeObject[];
}

const isSame = (a: KubeObject, b: KubeObject): boolean =>
  a.apiVersion === b.apiVersion &&
  a.kind === b.kind &&
  a.metadata.name === b.metadata.name &&
  a.metadata.namespace === b.metadata.namespace;

/** A workload of the files needs no cluster; what belongs to it stands in the files as well. */
function ofFiles({ exposure }: Draft, objects: readonly KubeObject[]): Found | undefined {
  const { apiVersion = 'apps/v1', kind, name } = exposure.spec.target;
  const object = objects.find((each) => each.apiVersion === apiVersion && each.kind === kind && each.metadata.name === name);
  return object && { object, others: [] };
}

async function ofCluster(exposure: Exposure, session: Session): Promise<Found> {
  const snapshot = await session.readFor(exposure);
  const namespace = exposure.metadata.namespace ?? snapshot.namespace;
  const { kind, name } = exposure.spec.target;
  const found = targetObject(exposure, snapshot);
  if (!found)
    throw new UserError(`${kind} ${name} is not there`, {
      remedy: `kubectl get ${kind.toLowerCase()}s -n ${namespace} lists those that are`,
    });
  if (kind === 'Service')
    throw new UserError(`Service ${name} is no workload, and a chart is made of one`, {
      remedy: 'name the workload behind it, e.g. deploy/NAME: its Services come along',
    });
  return { object: portable(found), others: companions(found, snapshot.objects, namespace).map(portable) };
}

/** Everything that goes into the chart, with the wishes of the flags as an Exposure, and the name of the main component. */
async function chartObjects(input: ChartInput, session: Session): Promise<{ objects: KubeObject[]; main?: string }> {
  const { manifests } = session;
  const { name: _name, ...request } = input.request;
  const wishes = request.typed.filter((flag) => flag !== 'name');
  const drafts =
    input.targets.length > 0 || wishes.length > 0 ? await findRequests(input.targets, request, session, input.connection.namespace) : [];
  const objects = manifests.objects.map(({ object }) => portable(object));
  const exposures: Exposure[] = [];
  const problems: Problem[] = [];
  for (const draft of drafts) {
    const { exposure } = draft;
    const { object: found, others } = ofFiles(draft, objects) ?? (await ofCluster(exposure, session));
    for (const object of [found, ...others]) if (!objects.some((known) => isSame(known, object))) objects.push(object);
    if (wishes.length === 0) continue;
    const placed = placeLoose(exposure, request, found, problems);
    await checkRequest(placed, request, problems);
    exposures.push(placed);
  }
  if (exposures.length > 1) {
    const names = exposures.map(({ spec }) => `${spec.target.kind.toLowerCase()}/${spec.target.name}`);
    problems.push({
      message: `${wishes.map((flag) => `--${flag}`).join(', ')}: of which of ${exposures.length} workloads?`,
      remedy: names.join(' or '),
    });
  }
  refuseRequest(problems);
  const own = wishes.length > 0 ? exposures : manifests.exposures.map(({ object }) => object);
  const main =
    drafts[0]?.exposure.spec.target.name ?? objects.find(({ kind }) => kind !== 'Service' && kind !== 'Namespace')?.metadata.name;
  return { objects: [...objects, ...(own as unknown as KubeObject[])], ...(main === undefined ? {} : { main }) };
}
