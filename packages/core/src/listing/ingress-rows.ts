import { detectIngressClasses, defaultIngressClass } from '../detect/controllers.js';
import { namespaceOf, objectsOf } from '../detect/coverage.js';
import type { ControllerEntry, IngressClassFact } from '../detect/facts.js';
import { dig, record, records, text, textMap, texts } from '../detect/read.js';
import type { ExposedRow } from '../model/exposed.js';
import { refOf, type KubeObject } from '../model/kube.js';
import type { EntryPoint } from '../model/plan.js';
import type { Snapshot } from '../model/snapshot.js';
import type { BackendIndex } from './backends.js';
import { joinBackends, ownedBy, reachOfAddresses, tlsOf, widest, worst } from './row.js';

/** Ingresses, with the addresses by which traffic enters their controllers. */
export function ingressRows(snapshot: Snapshot, backends: BackendIndex): ExposedRow[] {
  const classes = detectIngressClasses(snapshot);
  return objectsOf(snapshot, 'networking.k8s.io', 'Ingress').map((ingress) => {
    const namespace = namespaceOf(snapshot, ingress);
    const className =
      text(dig(ingress, 'spec', 'ingressClassName')) ?? textMap(ingress.metadata.annotations)['kubernetes.io/ingress.class'];
    const cls = className === undefined ? defaultIngressClass(classes) : classes.classes.find(({ name }) => name === className);
    const entryPoints = entryPointsOf(ingress, namespace, cls);
    const joined = joinBackends(
      backendNames(ingress).map((name) => {
        const found = backends.ofName(namespace, name);
        if (found === 'unknown') return { workloads: [], verdict: 'unknown', evidence: `Service ${namespace}/${name} was not read` };
        return found ?? { workloads: [], verdict: 'broken', evidence: `Service ${namespace}/${name} does not exist` };
      }),
    );
    const served = servedBy(className, cls, classes.known === 'yes');
    return {
      namespace,
      workloads: joined.workloads,
      strategy: 'Ingress',
      via: { ...refOf(ingress), namespace },
      entryPoints,
      reach: widest(entryPoints.map(({ reach }) => reach)),
      tls: tlsOf(entryPoints),
      verdict: worst([served.verdict, joined.verdict]),
      evidence: [served.evidence, ...joined.evidence],
      ...ownedBy(ingress),
    };
  });
}

function servedBy(
  className: string | undefined,
  cls: IngressClassFact | undefined,
  allRead: boolean,
): Pick<ExposedRow, 'verdict'> & { evidence: string } {
  const name = className === undefined ? 'no class is named and there is no default' : `class ${className}`;
  if (!cls) {
    if (!allRead) return { verdict: 'unknown', evidence: `${name}; IngressClasses were not read` };
    return { verdict: 'broken', evidence: className === undefined ? name : `${name} does not exist` };
  }
  if (cls.running === 'no') return { verdict: 'broken', evidence: `nothing serves class ${cls.name}` };
  const known = cls.running === 'yes' && cls.entries.some(({ addresses }) => addresses.length > 0);
  const [evidence = `class ${cls.name}`] = cls.evidence;
  return { verdict: known ? 'ok' : 'unknown', evidence };
}

function entryPointsOf(ingress: KubeObject, namespace: string, cls: IngressClassFact | undefined): EntryPoint[] {
  const tlsHosts = records(dig(ingress, 'spec', 'tls')).flatMap((entry) => {
    const hosts = texts(entry['hosts']);
    return hosts.length > 0 ? hosts : ['*'];
  });
  const rules = records(dig(ingress, 'spec', 'rules'));
  const routes = rules.flatMap((rule) => {
    const host = text(rule['host']);
    const paths = records(dig(rule, 'http', 'paths'));
    return (paths.length > 0 ? paths : [{}]).map((path) => ({ host, path: text(record(path)['path']) ?? '/' }));
  });
  const entry = cls?.entries[0] ?? statusEntry(ingress, namespace);
  return (routes.length > 0 ? routes : [{ host: undefined, path: '/' }]).map(({ host, path }): EntryPoint => {
    const secure = tlsHosts.includes('*') || (host !== undefined && tlsHosts.includes(host));
    const port = secure ? entry?.httpsPort : entry?.httpPort;
    return {
      strategy: 'Ingress',
      reach: entry === undefined || entry.addresses.length === 0 ? 'public' : reachOfAddresses(entry.addresses),
      protocol: 'TCP',
      scheme: secure ? 'https' : 'http',
      addresses: entry?.addresses ?? [],
      addressSource: entry?.evidence ?? 'how traffic enters the controller is not known',
      ...(port === undefined ? {} : { port }),
      ...(host === undefined ? {} : { host }),
      path: plainPath(path),
      via: { ...refOf(ingress), namespace },
    };
  });
}

/** ingress-nginx writes a prefix that is rewritten as a regular expression: what a person asks for is the prefix. */
function plainPath(path: string): string {
  const [, prefix] = /^(\/.*?)\(\/\|\$\)\(\.\*\)$/.exec(path) ?? [];
  return prefix === undefined ? path : `${prefix}/`;
}

/** Without the controller in sight, the address that it wrote into the Ingress is what is known. */
function statusEntry(ingress: KubeObject, namespace: string): ControllerEntry | undefined {
  const addresses = records(dig(ingress, 'status', 'loadBalancer', 'ingress')).flatMap(
    (entry) => text(entry['ip']) ?? text(entry['hostname']) ?? [],
  );
  if (addresses.length === 0) return undefined;
  const via = { ...refOf(ingress), namespace };
  return {
    way: 'LoadBalancer',
    addresses,
    httpPort: 80,
    httpsPort: 443,
    via,
    evidence: `status.loadBalancer.ingress of Ingress ${namespace}/${via.name}`,
  };
}

function backendNames(ingress: KubeObject): string[] {
  const backends = [
    dig(ingress, 'spec', 'defaultBackend'),
    ...records(dig(ingress, 'spec', 'rules')).flatMap((rule) => records(dig(rule, 'http', 'paths')).map((path) => path['backend'])),
  ];
  return [...new Set(backends.flatMap((backend) => text(dig(backend, 'service', 'name')) ?? []))];
}
