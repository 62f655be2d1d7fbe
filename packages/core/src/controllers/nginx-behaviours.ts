import { finding } from '../checks/finding.js';
import { dig, records, text, textMap } from '../detect/read.js';
import type { Finding } from '../model/finding.js';
import { describeRef, refOf, type KubeObject } from '../model/kube.js';

const PREFIX = 'nginx.ingress.kubernetes.io/';
const CLASS = 'kubernetes.io/ingress.class';
const FIELD = 'spec.paths';

/**
 * What ingress-nginx does with a route without being told, as far as the route relies on it. Others would answer otherwise.
 * Source: https://kubernetes.io/blog/2026/02/27/ingress-nginx-before-you-migrate/
 *
 * @param objects other Ingresses, of which those of the same hosts count
 */
export function nginxBehaviours(route: KubeObject, objects: readonly KubeObject[]): Finding[] {
  const out: Finding[] = [];
  const rely = (message: string, level?: 'info'): void => {
    out.push(finding('EP384', { message, field: FIELD, object: refOf(route), ...(level ? { level } : {}) }));
  };
  const rules = records(dig(route, 'spec', 'rules'));
  const paths = rules.flatMap((rule) => records(dig(rule, 'http', 'paths')));
  const hosts = hostsOf(route);
  const others = objects.filter(
    (other) =>
      other !== route &&
      other.kind === 'Ingress' &&
      classOf(other) === classOf(route) &&
      hostsOf(other).some((host) => hosts.includes(host)),
  );
  const named = (list: readonly KubeObject[]): string => list.map((other) => describeRef(refOf(other))).join(', ');
  const makers = others.filter((other) => makesExpressions(other) !== undefined);
  const why = makesExpressions(route);
  if (why !== undefined) {
    const from = why === 'rewrite-target' ? ' although use-regex is not set: rewrite-target implies it' : '';
    rely(`its paths are case-insensitive regular expressions that match the beginning, so that /a also matches /A and /abc${from}`);
    const touched = others.filter((other) => makesExpressions(other) === undefined);
    if (touched.length > 0) rely(`its ${why} makes expressions of the paths of ${named(touched)} as well, which have the same host`);
  } else if (makers.length > 0) {
    rely(`its paths are case-insensitive regular expressions because of ${named(makers)}, which has the same host`);
  }
  const slashed = why === undefined && makers.length === 0 ? paths.flatMap(({ path }) => slashedPath(path)) : [];
  if (slashed.length > 0) {
    const [path = ''] = slashed;
    rely(`a request for ${path.slice(0, -1)} is redirected to ${slashed.join(', ')} with 301`);
  }
  const loose = why === undefined && makers.length === 0 ? paths.filter(isLoose) : [];
  if (loose.length > 0) {
    const [path = ''] = loose.flatMap((entry) => text(entry['path']) ?? []);
    rely(`a path of type ImplementationSpecific matches by letters, so that ${path} also matches ${path}x; it is read as a Prefix`);
  }
  if (paths.some(({ path }) => (text(path) ?? '/') !== '/'))
    rely('double slashes and the elements . and .. of a request are resolved before its path is compared', 'info');
  return out;
}

function slashedPath(path: unknown): string[] {
  const value = text(path);
  return value !== undefined && value.length > 1 && value.endsWith('/') ? [value] : [];
}

function isLoose({ path, pathType }: Record<string, unknown>): boolean {
  const value = text(path) ?? '/';
  return pathType === 'ImplementationSpecific' && !value.endsWith('/');
}

/** The annotation that makes all paths of the hosts expressions. */
function makesExpressions(ingress: KubeObject): 'use-regex' | 'rewrite-target' | undefined {
  const annotations = textMap(ingress.metadata.annotations);
  if (annotations[`${PREFIX}use-regex`] === 'true') return 'use-regex';
  return annotations[`${PREFIX}rewrite-target`] === undefined ? undefined : 'rewrite-target';
}

function classOf(ingress: KubeObject): string {
  return text(dig(ingress, 'spec', 'ingressClassName')) ?? textMap(ingress.metadata.annotations)[CLASS] ?? '';
}

function hostsOf(ingress: KubeObject): string[] {
  return records(dig(ingress, 'spec', 'rules')).map(({ host }) => text(host) ?? '');
}
