import type { ExposurePath, ExposurePort, ExposureSpec, Protocol, Rewrite } from '@expose-plus/core';
import type { ExposureValues } from '../flags/exposure.js';
import type { Problem } from './normalise.js';
import { readOptions } from './options.js';
import { readFixedPorts, readPort, readTargetPort, type FixedPorts } from './ports.js';
import { nearest } from './suggest.js';
import { readTls } from './tls.js';

const PATH_TYPES = ['Prefix', 'Exact', 'ImplementationSpecific'] as const;

/** Values that can only be placed once the strategy or the workload's ports are known. */
export interface LooseValues {
  targetPort?: number | string;
  protocol?: Protocol;
  portName?: string;
  nodePort?: number;
  hostPort?: number;
  className?: string;
  controller?: string;
  gateway?: string;
}

/** What the flags ask for. */
export interface Request {
  /** The fields of Exposure that the flags set. */
  spec: ExposureSpec;
  name?: string;
  container?: string;
  loose: LooseValues;
  /** Names of the Exposure flags that were typed, sorted. */
  typed: string[];
}

/** Turns the flags of a request into fields of Exposure. Problems are added to `problems`, none is thrown. */
export function readRequest(flags: ExposureValues, typed: readonly string[], problems: Problem[]): Request {
  const spec: ExposureSpec = {};
  const loose: LooseValues = {};
  if (flags.strategy !== undefined) spec.strategy = flags.strategy;
  placePorts(flags, spec, loose, problems);
  const node = readFixedPorts('node-port', flags['node-port'] ?? [], problems);
  const host = readFixedPorts('host-port', flags['host-port'] ?? [], problems);
  placeFixed(
    'node-port',
    node,
    spec.ports,
    problems,
    (ports) => (spec.nodePort = { ports }),
    (number) => (loose.nodePort = number),
  );
  placeFixed(
    'host-port',
    host,
    spec.ports,
    problems,
    (ports) => (spec.hostPort = { ports }),
    (number) => (loose.hostPort = number),
  );
  if (flags['host-ip'] !== undefined) spec.hostPort = { ...spec.hostPort, hostIP: flags['host-ip'] };
  if (flags.host) spec.hosts = flags.host;
  const paths = readPaths(flags, problems);
  if (paths) spec.paths = paths;
  const tls = readTls(flags.tls ?? [], flags['redirect-https'], problems);
  if (tls) spec.tls = tls;
  const access = readAccess(flags);
  if (access) spec.access = access;
  if (flags.address !== undefined) spec.loadBalancer = { address: flags.address };
  if (flags.class !== undefined) loose.className = flags.class;
  if (flags.controller !== undefined) loose.controller = flags.controller;
  if (flags.gateway !== undefined) spec.gateway = { parentRef: readGateway(flags.gateway, problems) };
  if (flags.option) {
    const { options, loadBalancer } = readOptions(flags.option, problems);
    if (options) spec.options = options;
    if (loadBalancer) spec.loadBalancer = { ...spec.loadBalancer, ...loadBalancer };
  }
  if (flags.annotation) spec.annotations = readPairs('annotation', flags.annotation, problems);
  const labels = [...(flags.label ?? []), ...splitPairs(flags.labels)];
  if (labels.length > 0) spec.labels = readPairs(flags.label ? 'label' : 'labels', labels, problems);
  const service = readService(flags, problems);
  if (service) spec.service = service;
  return {
    spec,
    ...(flags.name === undefined ? {} : { name: flags.name }),
    ...(flags.container === undefined ? {} : { container: flags.container }),
    loose,
    typed: typed.toSorted(),
  };
}

function placePorts(flags: ExposureValues, spec: ExposureSpec, loose: LooseValues, problems: Problem[]): void {
  const target = flags['target-port'] === undefined ? undefined : readTargetPort(flags['target-port']);
  if (flags['target-port'] !== undefined && target === undefined) {
    problems.push({
      message: `--target-port=${flags['target-port']}: is neither a port number nor the name of one`,
      remedy: '--target-port 8080',
    });
  }
  const protocol = flags.protocol;
  const name = flags['port-name'];
  if (!flags.port) {
    if (target !== undefined) loose.targetPort = target;
    if (protocol) loose.protocol = protocol;
    if (name !== undefined) loose.portName = name;
    return;
  }
  const ports: ExposurePort[] = [];
  for (const text of flags.port) {
    const port = readPort(text);
    if ('message' in port) problems.push(port);
    else {
      ports.push({
        ...port,
        ...(target === undefined || port.targetPort !== undefined ? {} : { targetPort: target }),
        ...(protocol === undefined || port.protocol !== undefined ? {} : { protocol }),
      });
    }
  }
  const [only] = ports;
  if (name !== undefined) {
    if (flags.port.length > 1)
      problems.push({ message: `--port-name=${name} with several ports: whose name is it?`, remedy: `--port ${name}=PORT` });
    else if (only) only.name = name;
  }
  spec.ports = ports.map((port) => nameTwin(port, ports));
}

/** Several ports that lead to one container port would all take its name: they get names of their own, as in kubectl. */
function nameTwin(port: ExposurePort, ports: readonly ExposurePort[]): ExposurePort {
  const isTwin =
    port.targetPort !== undefined &&
    ports.some((other) => other !== port && other.targetPort === port.targetPort && other.port !== port.port);
  return port.name === undefined && isTwin ? { ...port, name: `port-${port.port}` } : port;
}

/** A number without a port belongs to the only port typed; when none is typed the workload's ports decide. */
function placeFixed(
  flag: string,
  fixed: FixedPorts,
  ports: ExposurePort[] | undefined,
  problems: Problem[],
  place: (ports: Record<string, number>) => void,
  keep: (number: number) => void,
): void {
  const named = { ...fixed.named };
  if (fixed.alone !== undefined) {
    const [only] = ports ?? [];
    if (only && ports?.length === 1) named[only.name ?? String(only.port)] = fixed.alone;
    else if (ports && ports.length > 1) {
      problems.push({
        message: `--${flag}=${fixed.alone} with several ports: to which does it belong?`,
        remedy: `--${flag} PORT=${fixed.alone}`,
      });
    } else keep(fixed.alone);
  }
  if (Object.keys(named).length > 0) place(named);
}

function readPaths(flags: ExposureValues, problems: Problem[]): ExposurePath[] | undefined {
  const rewrite = flags.rewrite === undefined ? undefined : readRewrite(flags.rewrite, problems);
  if (!flags.path) return rewrite === undefined ? undefined : [{ path: '/', rewrite }];
  return flags.path.map((text) => {
    const [, path = text, type] = /^(.*)=(Prefix|Exact|ImplementationSpecific)$/i.exec(text) ?? [];
    const slip = type === undefined ? pathTypeSlip(text) : undefined;
    if (slip !== undefined) problems.push(slip);
    if (!path.startsWith('/')) problems.push({ message: `--path=${text}: must start with /`, remedy: `--path /${path}` });
    const known = PATH_TYPES.find((id) => id.toLowerCase() === type?.toLowerCase());
    return { path, ...(known === undefined ? {} : { type: known }), ...(rewrite === undefined ? {} : { rewrite }) };
  });
}

/** `/demo=Prefx` is far more likely a path type mistyped than a path with `=` in it. */
function pathTypeSlip(text: string): Problem | undefined {
  const [, path = '', word = ''] = /^(.*)=([A-Za-z]+)$/.exec(text) ?? [];
  const near = word === '' ? undefined : nearest(word, PATH_TYPES);
  if (near === undefined) return undefined;
  return { message: `--path=${text}: ${word} is not a path type (${PATH_TYPES.join(', ')})`, remedy: `--path ${path}=${near}` };
}

function readRewrite(text: string, problems: Problem[]): Rewrite | undefined {
  const full = text.startsWith('full=');
  const path = full ? text.slice(5) : text;
  if (path.startsWith('/')) return full ? { full: path } : path;
  problems.push({ message: `--rewrite=${text}: must start with /, or with full=/`, remedy: '--rewrite /' });
  return undefined;
}

function readAccess(flags: ExposureValues): ExposureSpec['access'] {
  const access = {
    ...(flags.access === undefined ? {} : { scope: flags.access }),
    ...(flags['allow-from'] === undefined ? {} : { allowFrom: flags['allow-from'] }),
    ...(flags['keep-client-ip'] === undefined ? {} : { keepClientIP: flags['keep-client-ip'] }),
  };
  return Object.keys(access).length > 0 ? access : undefined;
}

function readGateway(text: string, problems: Problem[]): { namespace?: string; name: string; sectionName?: string } {
  const parts = text.split('/');
  if (parts.length > 3 || parts.includes(''))
    problems.push({ message: `--gateway=${text}: is not [NAMESPACE/]NAME[/LISTENER]`, remedy: '--gateway infra/edge' });
  if (parts.length === 1) return { name: text };
  const [namespace = '', name = '', sectionName] = parts;
  return { namespace, name, ...(sectionName === undefined ? {} : { sectionName }) };
}

function readService(flags: ExposureValues, problems: Problem[]): ExposureSpec['service'] {
  const service = {
    ...(flags.selector === undefined ? {} : { selector: readPairs('selector', splitPairs(flags.selector), problems) }),
    ...(flags['session-affinity'] === undefined ? {} : { sessionAffinity: flags['session-affinity'] }),
    ...(flags['cluster-ip'] === undefined ? {} : { clusterIP: flags['cluster-ip'] }),
  };
  return Object.keys(service).length > 0 ? service : undefined;
}

function splitPairs(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split(',');
}

const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const QUALIFIED_NAME = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$/;

/** What the API server would not take as a key of labels or annotations, or as the value of a label. */
function pairProblem(flag: string, key: string, value: string): Problem | undefined {
  if (!QUALIFIED_NAME.test(key))
    return { message: `--${flag}: "${key}" is no key: letters, digits, -, _ and . after an optional DNS name and /, at most 63 of them` };
  if (flag === 'annotation' || (LABEL_VALUE.test(value) && value.length <= 63)) return undefined;
  return { message: `--${flag} ${key}: "${value}" is no value of a label: letters, digits, -, _ and ., at most 63 of them` };
}

/** `KEY=VALUE` pairs; a later one replaces an earlier one. */
export function readPairs(flag: string, pairs: readonly string[], problems: Problem[]): Record<string, string> {
  const read: Record<string, string> = {};
  for (const pair of pairs) {
    const [, key = '', value = ''] = /^([^=!<>~]+?)={1,2}(.*)$/s.exec(pair) ?? [];
    if (key === '')
      problems.push({ message: `--${flag}: "${pair}" is not KEY=VALUE`, remedy: `--${flag} ${pair.split(/[^\w./-]/)[0] || 'KEY'}=VALUE` });
    else {
      const problem = pairProblem(flag, key, value);
      if (problem) problems.push(problem);
      else read[key] = value;
    }
  }
  return read;
}
