import { clients, controlPlane, nodes, ranges, router, type Pair } from './layout.ts';
import { inNetwork } from './machines.ts';
import { check } from './run.ts';

/**
 * The ip(8) commands that lay the cables, by machine. The router's come first: they put the far end of each cable into
 * the other machine.
 */
export function networkCommands(pidOf: (machine: string) => number): ReadonlyMap<string, readonly string[]> {
  const commands = new Map<string, readonly string[]>();
  const inNodeSubnet = [controlPlane, ...nodes];
  commands.set(router.name, [
    'link add br0 type bridge',
    ...addresses('br0', router.address, 24),
    'link set br0 up',
    ...inNodeSubnet.flatMap(({ name }) => [...cable(name, pidOf(name)), `link set v-${name} master br0`, `link set v-${name} up`]),
    ...clients.flatMap(({ name, gateway }) => [
      ...cable(name, pidOf(name)),
      ...addresses(`v-${name}`, gateway, 24),
      `link set v-${name} up`,
    ]),
  ]);
  for (const { name, address } of inNodeSubnet) {
    commands.set(name, [
      ...addresses('eth0', address, 24),
      'link set eth0 up',
      ...defaultRoutes(router.address),
      // pods are routed, not tunnelled: each machine knows which node has which pods
      ...nodes.filter((node) => node.name !== name).flatMap((node) => routes(node.pods, node.address)),
    ]);
  }
  // No kube-proxy runs beside the API server, so its calls to admission webhooks enter the Services' range by a node.
  const [firstNode] = nodes;
  if (firstNode !== undefined) {
    commands.set(controlPlane.name, [...(commands.get(controlPlane.name) ?? []), ...routes(ranges.services, firstNode.address)]);
  }
  for (const { name, address, gateway } of clients) {
    commands.set(name, [...addresses('eth0', address, 24), 'link set eth0 up', ...defaultRoutes(gateway)]);
  }
  return commands;
}

/** Connects the machines. */
export async function connectMachines(pidOf: (machine: string) => number): Promise<void> {
  for (const [machine, lines] of networkCommands(pidOf)) {
    await check(inNetwork(pidOf(machine), ['ip', '-batch', '-']), { stdin: `${lines.join('\n')}\n` });
  }
}

function cable(name: string, pid: number): readonly string[] {
  return [`link add v-${name} type veth peer name eth0 netns ${pid}`];
}

/** `nodad` makes an IPv6 address usable at once: nobody else can have it here. */
function addresses(device: string, address: Pair, ipv4Length: number): readonly string[] {
  return [`address add ${address.ipv4}/${ipv4Length} dev ${device}`, `address add ${address.ipv6}/64 dev ${device} nodad`];
}

function defaultRoutes(gateway: Pair): readonly string[] {
  return [`route add default via ${gateway.ipv4}`, `route add ::/0 via ${gateway.ipv6}`];
}

function routes(range: Pair, via: Pair): readonly string[] {
  return [`route add ${range.ipv4} via ${via.ipv4}`, `route add ${range.ipv6} via ${via.ipv6}`];
}
