import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifests } from '@expose-plus/core/manifests';
import { runLine, words, type Ended, type Surroundings } from '../support/run-line.js';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: app
          image: nginx
          ports: [{ name: http, containerPort: 8080 }]
`;
const REDIS =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: redis-demo, labels: { app: redis } }\nspec: { containers: [{ name: redis, image: redis, ports: [{ containerPort: 6379 }] }] }\n';
const EXPOSURE = `apiVersion: expose-plus.dev/v1alpha1
kind: Exposure
metadata: { name: web, namespace: shop }
spec:
  target: { apiVersion: apps/v1, kind: Deployment, name: web }
  strategy: NodePort
  nodePort: { ports: { http: 30080 } }
`;

const objectsOf = (text: string): object[] => readManifests(text, { file: 'test' }).objects.map(({ object }) => object);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'expose-plus-offline-'));
  writeFileSync(join(folder, 'web.yaml'), DEPLOYMENT);
  writeFileSync(join(folder, 'redis.yaml'), REDIS);
  writeFileSync(join(folder, 'exposure.yaml'), EXPOSURE);
  writeFileSync(join(folder, 'bad.yaml'), `${DEPLOYMENT}---\napiVersion: v1\nkind: Pod\nmetadata: { name: 3 }\nspec: {}\nspec: {}\n`);
  mkdirSync(join(folder, 'dir', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'dir', 'web.yml'), DEPLOYMENT);
  writeFileSync(join(folder, 'dir', 'deep', 'redis.json'), JSON.stringify(objectsOf(REDIS)[0]));
  writeFileSync(join(folder, 'dir', 'README.md'), 'not a manifest: [');
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (line: string, surroundings?: Surroundings): Promise<Ended> => runLine(words(line.replaceAll('@', `${folder}/`)), surroundings);

describe('what is said of a line or a file that cannot be', () => {
  const to = (strategy: string, rest: string): string => `-f @web.yaml --strategy ${strategy} --dry-run=client ${rest}`;
  it.each<[line: string, code: number, says: string[]]>([
    [to('Ingress', '--class nginx --host https://Shop.example.com/x'), 2, ['--host: must be a host name', '→ --host shop.example.com']],
    [to('Ingress', '--class nginx --host a.example --option read-timeout=60'), 2, ['→ --option read-timeout=60s']],
    [to('Ingress', '--class nginx --host a.example --path /demo=Prefx'), 2, ['Prefx is not a path type', '→ --path /demo=Prefix']],
    [to('LoadBalancer', '--allow-from 10.1.2.3'), 2, ['--allow-from: must be a range', '→ --allow-from 10.1.2.3/32']],
    [to('NodePort', '--option body-size=20Mi'), 2, ['--option body-size belongs to Ingress, Gateway, not to NodePort']],
    [to('NodePort', "-l 'a=b c' --annotation 'a b=c'"), 2, ['"b c" is no value of a label', '"a b" is no key']],
    [`${to('NodePort', '')} -n Shop_1`, 1, ['-n Shop_1: a namespace has']],
    ['-f @config.yaml --strategy NodePort --dry-run=client', 1, ['nor an Exposure in ', 'config.yaml: only ConfigMap', 'deploy/NAME']],
    ['-f @empty.yaml --strategy NodePort --dry-run=client', 1, ['empty.yaml: nothing']],
    [
      '-f @quoted.yaml --strategy NodePort --dry-run=client',
      1,
      ['quoted.yaml:1:1', 'spec.template.spec.containers[0].ports[0].containerPort', '(0: the text "8080")', 'or say which port'],
    ],
    ['recommend deploy/web', 1, ['no file that KUBECONFIG names exists (/nowhere/kubeconfig)']],
    ['recommend deploy/web --context lab', 1, ['names the context lab, which no kubeconfig has']],
    ['explain nginx', 2, ['explain ingress-nginx\n', 'explain nginx-gateway-fabric\n']],
    ['explain zzz', 2, ['explain lists the topics']],
  ])('%s', async (line, code, says) => {
    writeFileSync(join(folder, 'config.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n');
    writeFileSync(join(folder, 'empty.yaml'), '');
    writeFileSync(join(folder, 'quoted.yaml'), DEPLOYMENT.replace('8080', '"8080"'));
    const ended = await run(line);
    expect(ended.stderr).toMatch(/^error/);
    for (const part of says) expect(ended.stderr).toContain(part);
    expect(ended.code).toBe(code);
    expect(ended.stdout).toBe('');
  });

  it('a port that can be used is enough where another is asked for', async () => {
    writeFileSync(join(folder, 'quoted.yaml'), DEPLOYMENT.replace('8080', '"8080"'));
    expect((await run('-f @quoted.yaml --strategy NodePort --port 8080 --dry-run=client')).code).toBe(0);
  });
});

describe('explain', () => {
  it('knows every field of a request, as its schema does', async () => {
    const all = (await run('explain exposure')).stdout;
    const schema = JSON.parse(readFileSync(new URL('../../../core/schema/exposure.json', import.meta.url), 'utf8')) as object;
    const leaves = [...JSON.stringify(schema).matchAll(/"description":"((?:[^"\\\\]|\\\\.)*)"/g)].map(
      ([, text]) => JSON.parse(`"${text}"`) as string,
    );
    expect(leaves.length).toBeGreaterThan(60);
    for (const meaning of leaves.slice(1)) expect(all).toContain(meaning);
  });

  it.each(['spec.tls', 'tls'])('knows the fields below %s', async (path) => {
    const { stdout } = await run(`explain ${path}`);
    expect(stdout.match(/^ {2}spec\.\S+/gm)).toEqual([
      '  spec.tls.mode',
      '  spec.tls.secretName',
      '  spec.tls.issuer',
      '  spec.tls.issuer.kind',
      '  spec.tls.issuer.name',
      '  spec.tls.selfSigned',
      '  spec.tls.redirect',
    ]);
  });
});

describe('recommend', () => {
  it('says once what stands in the way of all seven, and what to do', async () => {
    writeFileSync(join(folder, 'bare.yaml'), DEPLOYMENT.replace(/ports: .*/, ''));
    const { code, stdout } = await run('recommend -f @bare.yaml');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Nothing is possible for deployment\/web\.\n/);
    expect(stdout.match(/EP153: .* declares no port.*\n {2}→ Say which port the process listens on, e\.g\. --port 8080/g)).toHaveLength(1);
  });

  it('ends with the command that does it, with the wishes that the strategy can take', async () => {
    const { stdout } = await run("recommend -f @web.yaml --host a.example --path '/a(b)' --tls issuer=le");
    expect(stdout.split('\n').at(-2)).toBe(
      `kubectl expose-plus deployment/web -f ${folder}/web.yaml -n shop --strategy Ingress --host a.example --path '/a(b)' --tls issuer=le`,
    );
    expect((await run('recommend -f @redis.yaml --host a.example --keep-client-ip')).stdout.split('\n').at(-2)).toBe(
      `kubectl expose-plus pod/redis-demo -f ${folder}/redis.yaml -n default --strategy LoadBalancer --keep-client-ip`,
    );
  });
});

describe('which controllers there are', () => {
  const examples = new URL('../../../../examples/clusters/', import.meta.url).pathname;

  it('recommend says, and by what evidence', async () => {
    const { stdout } = await run(`recommend deploy/web -n shop --snapshot ${examples}k3s.yaml`);
    expect(stdout).toMatch(/^ {2}· Traefik runs \(IngressClass traefik, traefik\.io\/ingress-controller, API group traefik\.io, …\)$/m);
    const json = JSON.parse((await run(`recommend deploy/web -n shop --snapshot ${examples}k3s.yaml -o json`)).stdout);
    expect(json.controllers).toMatchObject([
      { id: 'traefik', running: 'yes', evidence: [{ by: 'class', text: 'IngressClass traefik' }, {}, {}, {}] },
    ]);
  });

  it('is unknown where that may not be read', async () => {
    const text = readFileSync(`${examples}kind.yaml`, 'utf8').replace(
      'resource: ingressclasses.networking.k8s.io\n  state: complete',
      'resource: ingressclasses.networking.k8s.io\n  state: forbidden',
    );
    writeFileSync(join(folder, 'forbidden.yaml'), text);
    const line = 'unknown: ingressclasses.networking.k8s.io of the whole cluster may not be listed';
    const recommended = await run('recommend deploy/web -n shop --snapshot @forbidden.yaml');
    expect(recommended.stdout).toContain(`  · which there are is ${line}\n`);
    const explained = await run('explain traefik --snapshot @forbidden.yaml');
    expect(explained.stdout).toMatch(new RegExp(`^ {2}in the cluster +${line}$`, 'm'));
  });

  it('explain says for one, with a snapshot', async () => {
    const { stdout } = await run(`explain traefik --snapshot ${examples}k3s.yaml`);
    expect(stdout).toMatch(/^ {2}in the cluster +runs \(IngressClass traefik, /m);
    expect((await run(`explain kong --snapshot ${examples}k3s.yaml`)).stdout).toMatch(/^ {2}in the cluster +no trace of it$/m);
    expect((await run('explain kong')).stdout).not.toContain('in the cluster');
    expect((await run('explain kong')).stdout).toMatch(
      /^ {2}recognised by +the controller of its class, API group configuration\.konghq\.com, /m,
    );
  });
});

describe('apply, client dry run', () => {
  it('prints the objects complete, as kubectl does', async () => {
    const { code, stdout } = await run('-f @web.yaml --strategy NodePort --node-port 30086 --dry-run=client -o yaml');
    expect(code).toBe(0);
    const [service, ...more] = objectsOf(stdout);
    expect(more).toEqual([]);
    expect(service).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'web-node-port',
        namespace: 'shop',
        labels: { 'app.kubernetes.io/managed-by': 'expose-plus', 'expose-plus.dev/exposure': 'web' },
      },
      spec: {
        type: 'NodePort',
        selector: { app: 'web' },
        ports: [{ name: 'http', port: 8080, targetPort: 8080, protocol: 'TCP', nodePort: 30086 }],
      },
    });
  });

  it('keeps data on stdout and everything else on stderr', async () => {
    const { stdout, stderr } = await run('-f @web.yaml --strategy NodePort --save-config --dry-run=client -o json');
    expect(() => JSON.parse(stdout)).not.toThrow();
    expect(stderr).toMatch(/^warning: --save-config has no effect/);
    expect(stderr).toContain('EP300');
  });

  it.each<[string, string, string]>([
    ['names', '-o name', 'service/web-node-port\n'],
    ['a JSONPath', "-o jsonpath='{.spec.type}:{.metadata.name}'", 'NodePort:web-node-port'],
  ])('prints %s', async (_, format, expected) => {
    expect((await run(`-f @web.yaml --type NodePort --dry-run=client ${format}`)).stdout).toBe(expected);
  });

  it('tells the plan in words without -o', async () => {
    const { stdout } = await run('-f @redis.yaml --type NodePort --dry-run=client');
    expect(stdout).toMatch(/^NodePort for pod\/redis-demo; who can reach it: anyone who reaches a node\n/);
    expect(stdout).toContain('service/redis-demo-node-port');
    expect(stdout).toMatch(/Dry run: nothing was changed\.\n$/);
  });

  it('merges the patch into the workload for hostPort', async () => {
    const { stdout } = await run('-f @web.yaml --strategy hostPort --host-port 8081 --dry-run=client -o json');
    const deployment = JSON.parse(stdout);
    expect(deployment.spec.template.spec.containers[0].ports).toEqual([
      { name: 'http', containerPort: 8080, protocol: 'TCP', hostPort: 8081 },
    ]);
    expect(Object.keys(deployment.metadata.annotations)).toEqual(['expose-plus.dev/web']);
  });

  it('reads directories, deeper ones with -R, and nothing that is no manifest', async () => {
    expect((await run('-f @dir --type ClusterIP --dry-run=client -o name')).stdout).toBe('service/web\n');
    const deep = await run('-Rf @dir --type NodePort --dry-run=client -o name');
    expect(deep.stdout).toBe('service/redis-demo-node-port\nservice/web-node-port\n');
  });

  it('reads standard input', async () => {
    const { stdout } = await run('-f - --type ClusterIP --dry-run=client -o name', { stdin: REDIS });
    expect(stdout).toBe('service/redis-demo\n');
  });

  it('takes one of several by name', async () => {
    const { stdout } = await run('pod/redis-demo -f @redis.yaml -f @web.yaml --type ClusterIP --dry-run=client -o name');
    expect(stdout).toBe('service/redis-demo\n');
  });

  it('takes an Exposure from a file, and flags win over it', async () => {
    const from = await run("-f @web.yaml -f @exposure.yaml --dry-run=client -o jsonpath='{.spec.ports[0].nodePort}'");
    expect(from.stdout).toBe('30080');
    const over = await run(
      "-f @web.yaml -f @exposure.yaml --node-port http=30081 --dry-run=client -o jsonpath='{.spec.ports[0].nodePort}'",
    );
    expect(over.stdout).toBe('30081');
    const clash = await run('-f @web.yaml -f @exposure.yaml --host a.example.com --dry-run=client');
    expect(clash).toMatchObject({ code: 2 });
    expect(clash.stderr).toContain('--host belongs to Ingress, Gateway, not to NodePort');
  });

  it('places what stands alone once the ports are known', async () => {
    const { stdout } = await run(
      "-f @web.yaml --type NodePort --protocol UDP --target-port 9000 --dry-run=client -o jsonpath='{.spec.ports[0]}'",
    );
    expect(JSON.parse(stdout)).toEqual({ name: 'http', port: 8080, targetPort: 9000, protocol: 'UDP' });
  });

  it('reports every problem of the input, sorted, with file and line', async () => {
    const { code, stdout, stderr } = await run('-f @bad.yaml --type NodePort --dry-run=client');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/error EP109: \S+bad\.yaml:18:\d+: .*\n.*→/);
    expect(stderr).toMatch(/error EP101: \S+bad\.yaml:20:\d+ /);
  });

  it.each<[string, string, number, string]>([
    ['a missing file', '-f @nothing.yaml --type NodePort --dry-run=client', 2, 'there is no such file'],
    ['an address', '-f https://example.com/a.yaml --dry-run=client', 2, 'addresses are not fetched'],
    [
      'a namespace that contradicts',
      '-f @web.yaml -n other --type NodePort --dry-run=client',
      1,
      'deployment/web is in namespace shop, -n says other',
    ],
    ['a target that is not there', 'deploy/api -f @web.yaml --type NodePort --dry-run=client', 1, 'deploy/api is not in the input'],
    ['a value that the schema refuses', '-f @web.yaml --strategy Ingress --host Bad_ --dry-run=client', 2, '--host: must be a host name'],
    [
      'a node port for several ports',
      '-f @web.yaml --type NodePort --port 80,81 --node-port 30080 --dry-run=client',
      2,
      'to which does it belong?',
    ],
    ['nothing to apply to', '-f @web.yaml --type NodePort', 1, 'no cluster is configured, so nothing can be applied'],
    ['no cluster at all', 'deploy/web --type NodePort', 1, 'no cluster is configured'],
    ['a refused plan', '-f @redis.yaml --type NodePort --node-port 80 --dry-run=client', 1, 'EP202'],
  ])('refuses %s', async (_, line, code, message) => {
    const ended = await run(line);
    expect(ended.stderr).toContain(message);
    expect(ended).toMatchObject({ code, stdout: '' });
  });

  it('shows a diff against the files', async () => {
    const { stdout } = await run('-f @web.yaml --strategy hostPort --diff --dry-run=client');
    expect(stdout).toContain('--- deployment.apps/web (now)\n+++ deployment.apps/web (planned)\n');
    expect(stdout).toMatch(/^\+\s+hostPort: 8080$/m);
  });
});

describe('other commands from files', () => {
  it('recommend ranks all seven', async () => {
    const { code, stdout } = await run('recommend -f @redis.yaml --local');
    expect(code).toBe(0);
    for (const strategy of ['ClusterIP', 'NodePort', 'LoadBalancer', 'Ingress', 'Gateway', 'hostPort', 'hostNetwork'])
      expect(stdout).toMatch(new RegExp(`^${strategy} `, 'm'));
    const json = JSON.parse((await run('recommend -f @redis.yaml --local -o json')).stdout);
    expect(json).toMatchObject({ kind: 'Recommendation', schemaVersion: 1, target: { kind: 'Pod', name: 'redis-demo' } });
    expect(json.ratings).toHaveLength(7);
  });

  it('list shows what the manifests expose', async () => {
    writeFileSync(
      join(folder, 'service.yaml'),
      'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { type: NodePort, selector: { app: web }, ports: [{ port: 80, nodePort: 30080 }] }\n',
    );
    const { code, stdout, stderr } = await run('list -f @web.yaml -f @service.yaml --local');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/^NAMESPACE\s+WORKLOAD\s+STRATEGY\s+ENTRY POINTS\s+TLS\s+REACH\s+VERDICT$/);
    expect(stdout).toMatch(/shop\s+deployment\/web\s+NodePort/);
    expect(stderr).toContain('unknown: ');
  });

  it('snapshot writes no values of Secrets, and can be read back', async () => {
    writeFileSync(join(folder, 'secret.yaml'), 'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { password: hunter2 }\n');
    const { stdout } = await run('snapshot -f @secret.yaml -f @web.yaml --local');
    expect(stdout).not.toContain('hunter2');
    writeFileSync(join(folder, 'cluster.json'), stdout);
    const planned = await run('deploy/web -n shop --snapshot @cluster.json --type NodePort -o name');
    expect(planned).toMatchObject({ code: 0, stdout: 'service/web-node-port\n' });
    const yaml = await run('snapshot -f @web.yaml --local -o yaml');
    writeFileSync(join(folder, 'cluster.yaml'), yaml.stdout);
    expect((await run('deploy/web -n shop --snapshot @cluster.yaml --type NodePort -o name')).stdout).toBe('service/web-node-port\n');
  });

  it('refuses what is no snapshot', async () => {
    const { code, stderr } = await run('deploy/web --snapshot @web.yaml --type NodePort');
    expect(code).toBe(1);
    expect(stderr).toContain('is not a snapshot');
  });

  it('remove tells what would go', async () => {
    const made = await run('-f @web.yaml --type NodePort --dry-run=client -o yaml');
    writeFileSync(join(folder, 'made.yaml'), made.stdout);
    const { stdout } = await run('remove deploy/web -f @web.yaml -f @made.yaml --dry-run=client');
    expect(stdout).toBe('service/web-node-port deleted (dry run)\n');
  });

  it('explain says how a load balancer spells its options, and who has one', async () => {
    const { stdout } = await run('explain metallb');
    expect(stdout).toMatch(/loadBalancer\.pool +metallb\.io\/address-pool\n/);
    expect(stdout).toMatch(/loadBalancer\.idleTimeout +cannot be expressed \(MetalLB only announces addresses/);
    const option = (await run('explain idle-timeout')).stdout;
    expect(option).toMatch(/^loadBalancer\.idleTimeout \(option\)/);
    expect(option).toMatch(/azure +service\.beta\.kubernetes\.io\/azure-load-balancer-tcp-idle-timeout/);
    expect((await run('explain targets')).stdout).toMatch(/eks-auto +service\.beta\.kubernetes\.io\/aws-load-balancer-nlb-target-type/);
  });

  it('explain knows strategies, findings, controllers and options, and the nearest right word', async () => {
    for (const topic of ['NodePort', 'node-port', 'EP203', 'ingress-nginx', 'metallb', 'body-size'])
      expect((await run(`explain ${topic}`)).code).toBe(0);
    const { code, stderr } = await run('explain nodprt');
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'error: nothing is known of "nodprt"\nkubectl expose-plus explain NodePort\n' });
    expect((await run('explain')).stdout.split('\n').length).toBeGreaterThan(80);
  });

  it('version says ours, and why the server is not known', async () => {
    expect(await run('version --client')).toMatchObject({ code: 0, stdout: 'expose-plus: vsource\n', stderr: '' });
    expect(await run('version')).toMatchObject({ code: 0, stderr: 'server: no cluster is configured\n' });
    expect(JSON.parse((await run('version --client -o json')).stdout).clientVersion.gitVersion).toBe('vsource');
  });
});
