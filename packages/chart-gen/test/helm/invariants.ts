/** Rules that every rendered chart keeps, and that neither lint nor a schema sees. */

type Mapping = Record<string, unknown>;

const isMap = (value: unknown): value is Mapping => typeof value === 'object' && value !== null && !Array.isArray(value);
const map = (value: unknown): Mapping => (isMap(value) ? value : {});
const maps = (value: unknown): Mapping[] => (Array.isArray(value) ? value.filter(isMap) : []);
const dig = (value: unknown, ...path: string[]): unknown => path.reduce<unknown>((at, key) => map(at)[key], value);

/** `Kind namespace/name` of an object. */
export function idOf(object: Mapping): string {
  const { name, namespace } = map(object['metadata']);
  return `${String(object['kind'])} ${namespace === undefined ? '' : `${String(namespace)}/`}${String(name)}`;
}

function podSpecs(object: Mapping): Mapping[] {
  const spec = map(object['spec']);
  const template = object['kind'] === 'CronJob' ? dig(spec, 'jobTemplate', 'spec', 'template') : spec['template'];
  const pod = object['kind'] === 'Pod' ? spec : dig(template, 'spec');
  return isMap(pod) && Array.isArray(pod['containers']) ? [pod] : [];
}

function podLabels(object: Mapping): Mapping {
  return object['kind'] === 'Pod' ? map(dig(object, 'metadata', 'labels')) : map(dig(object, 'spec', 'template', 'metadata', 'labels'));
}

function twins(keys: readonly string[]): string[] {
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

/** Everything that is wrong with what a chart rendered, in words. */
export function faultsOf(objects: readonly Mapping[]): string[] {
  const faults = twins(objects.map(idOf)).map((id) => `${id} occurs twice`);
  for (const object of objects) {
    const id = idOf(object);
    const name = String(map(object['metadata'])['name']);
    if (name.length > 63) faults.push(`${id}: the name has ${name.length} characters`);
    if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name) || dig(object, 'metadata', 'name') !== name) faults.push(`${id}: no name`);
    if (object['kind'] === 'StatefulSet' && name.length > 52) faults.push(`${id}: too long for the labels of its pods`);
    for (const pod of podSpecs(object)) faults.push(...podFaults(pod).map((fault) => `${id}: ${fault}`));
    const wanted = map(dig(object, 'spec', 'selector', 'matchLabels'));
    if (podSpecs(object).length > 0 && object['kind'] !== 'Pod') {
      for (const [key, value] of Object.entries(wanted))
        if (podLabels(object)[key] !== value) faults.push(`${id}: the selector does not match the template by ${key}`);
    }
    if (object['kind'] === 'Service') faults.push(...serviceFaults(object, objects).map((fault) => `${id}: ${fault}`));
    if (object['kind'] === 'Ingress' || String(object['kind']).endsWith('Route'))
      faults.push(...backendFaults(object, objects).map((fault) => `${id}: ${fault}`));
  }
  return faults;
}

function podFaults(pod: Mapping): string[] {
  const containers = [...maps(pod['containers']), ...maps(pod['initContainers'])];
  return [
    ...twins(containers.map(({ name }) => String(name))).map((name) => `container ${name} occurs twice`),
    ...containers.flatMap((container) => [
      ...twins(maps(container['env']).map(({ name }) => String(name))).map((name) => `variable ${name} occurs twice`),
      ...twins(maps(container['ports']).map(({ containerPort, protocol = 'TCP' }) => `${String(containerPort)}/${String(protocol)}`)).map(
        (port) => `container port ${port} occurs twice`,
      ),
    ]),
  ];
}

function serviceFaults(service: Mapping, objects: readonly Mapping[]): string[] {
  const ports = maps(dig(service, 'spec', 'ports'));
  const selector = map(dig(service, 'spec', 'selector'));
  const pods = objects.filter(
    (object) => podSpecs(object).length > 0 && Object.entries(selector).every(([key, value]) => podLabels(object)[key] === value),
  );
  const faults = twins(ports.map(({ port, protocol = 'TCP' }) => `${String(port)}/${String(protocol)}`)).map(
    (port) => `port ${port} occurs twice`,
  );
  if (Object.keys(selector).length > 0 && pods.length === 0) faults.push('selects no pods');
  const names = new Set(
    pods
      .flatMap(podSpecs)
      .flatMap((pod) =>
        [...maps(pod['containers']), ...maps(pod['initContainers'])].flatMap(({ ports: list }) => maps(list).map(({ name }) => name)),
      ),
  );
  for (const { targetPort } of ports)
    if (typeof targetPort === 'string' && !names.has(targetPort)) faults.push(`no container has a port named ${targetPort}`);
  return faults;
}

function backendFaults(route: Mapping, objects: readonly Mapping[]): string[] {
  const services = new Map(
    objects.filter(({ kind }) => kind === 'Service').map((service) => [String(dig(service, 'metadata', 'name')), service]),
  );
  const backends =
    route['kind'] === 'Ingress'
      ? maps(dig(route, 'spec', 'rules')).flatMap((rule) =>
          maps(dig(rule, 'http', 'paths')).map((path) => ({
            name: dig(path, 'backend', 'service', 'name'),
            port: dig(path, 'backend', 'service', 'port', 'number'),
          })),
        )
      : maps(dig(route, 'spec', 'rules')).flatMap((rule) => maps(rule['backendRefs']).map(({ name, port }) => ({ name, port })));
  return backends.flatMap(({ name, port }) => {
    const service = services.get(String(name));
    if (!service) return [`leads to Service ${String(name)}, which is not there`];
    return maps(dig(service, 'spec', 'ports')).some((entry) => entry['port'] === port)
      ? []
      : [`Service ${String(name)} has no port ${String(port)}`];
  });
}
