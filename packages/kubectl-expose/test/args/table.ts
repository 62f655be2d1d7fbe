/** What a command line comes to: the operation (as far as it is named here), a help text, or the problems it is refused with. */
export type Expected = { is: string; input?: object } | { help: string } | { refused: string[] };

/** A command line after `kubectl expose-plus`, split as a shell would. */
export type Row = readonly [line: string, expected: Expected];

const apply = (input: object): Expected => ({ is: 'apply', input });
const spec = (fields: object, more: object = {}): Expected => apply({ request: { spec: fields, ...more } });
const refused = (...problems: string[]): Expected => ({ refused: problems });
const web = [{ type: 'deploy', name: 'web' }];
const NODE_PORT = { strategy: 'NodePort' };
const INGRESS = { strategy: 'Ingress' };

export const ROWS: readonly Row[] = [
  // targets
  ['deploy/web', apply({ targets: web })],
  ['deploy web', apply({ targets: web })],
  ['apply deploy/web', apply({ targets: web })],
  ['apply deploy web', apply({ targets: web })],
  ['deployment.apps/web', apply({ targets: [{ type: 'deployment.apps', name: 'web' }] })],
  [
    'deploy web api',
    apply({
      targets: [
        { type: 'deploy', name: 'web' },
        { type: 'deploy', name: 'api' },
      ],
    }),
  ],
  [
    'deploy/web sts/db',
    apply({
      targets: [
        { type: 'deploy', name: 'web' },
        { type: 'sts', name: 'db' },
      ],
    }),
  ],
  [
    'deploy,sts web',
    apply({
      targets: [
        { type: 'deploy', name: 'web' },
        { type: 'sts', name: 'web' },
      ],
    }),
  ],
  ['-n shop deploy/web', apply({ targets: web, connection: { namespace: 'shop' } })],
  ['deploy -n shop web', apply({ targets: web, connection: { namespace: 'shop' } })],
  ['deploy/web -- ', apply({ targets: web })],
  ['-- deploy/web', apply({ targets: web })],
  ['deploy -- web', apply({ targets: web })],
  ['deploy', refused('deploy: which one? A name is missing → deploy/NAME')],
  ['deploy/web api', refused('"api" is not TYPE/NAME → deploy/api')],
  ['deploy deploy/web', refused('"deploy" is neither a command nor TYPE/NAME → deploy/web')],
  ['aplly deploy/web', refused('"aplly" is neither a command nor TYPE/NAME → kubectl expose-plus apply deploy/web')],
  ['lst', refused('"lst" is neither a command nor TYPE/NAME → kubectl expose-plus list')],
  ['recommend web-1', refused('web-1: of which type is it? → deploy/web-1')],
  ['--version', { is: 'version', input: { client: true } }],
  [
    'deploy/web --strategy Ingress --tls --class nginx',
    refused('--tls needs a value, and what follows is the flag --class → --tls secret=NAME|issuer=[KIND/]NAME|self-signed|passthrough'),
  ],
  ['a/b/c', refused('"a/b/c" is not TYPE/NAME')],
  ['', { help: 'main' }],

  // commands, also behind flags
  ['list', { is: 'list', input: { allNamespaces: false } }],
  ['list -A', { is: 'list', input: { allNamespaces: true } }],
  ['-A list', { is: 'list', input: { allNamespaces: true } }],
  ['-n shop list', { is: 'list', input: { connection: { namespace: 'shop' } } }],
  ['-nshop list', { is: 'list', input: { connection: { namespace: 'shop' } } }],
  ['--namespace=shop list -l app=web,tier=front', { is: 'list', input: { selector: { app: 'web', tier: 'front' } } }],
  ['list -l app', refused('--selector: "app" is not KEY=VALUE → --selector app=VALUE')],
  ['list web', refused('list takes no words, but there is "web" → kubectl expose-plus list -l KEY=VALUE')],
  ['recommend deploy/web', { is: 'recommend', input: { targets: web } }],
  ['recommend deploy/web --host a.example.com', { is: 'recommend', input: { request: { spec: { hosts: ['a.example.com'] } } } }],
  ['recommend', refused('recommend what? Name a workload, or give files → kubectl expose-plus recommend deploy/NAME, or -f FILE')],
  ['recommend deploy/web --node-port 30086', refused('unknown flag --node-port')],
  ['remove deploy/web', { is: 'remove', input: { targets: web, dryRun: 'none', wait: true } }],
  ['remove deploy/web --name office --dry-run', { is: 'remove', input: { name: 'office', dryRun: 'client' } }],
  ['remove deploy/web --strategy NodePort', refused('unknown flag --strategy')],
  ['explain', { is: 'explain', input: {} }],
  ['explain EP200', { is: 'explain', input: { topic: 'EP200' } }],
  ['explain a b', refused('explain takes one topic, but there are 2 → kubectl expose-plus explain a')],
  ['snapshot -A -o yaml', { is: 'snapshot', input: { allNamespaces: true, format: 'yaml' } }],
  ['snapshot', { is: 'snapshot', input: { allNamespaces: false, format: 'json' } }],
  ['snapshot -o name', refused('-o name: a snapshot is written as json or yaml → -o json')],
  ['version', { is: 'version', input: { client: false } }],
  ['version --client=true', { is: 'version', input: { client: true } }],
  ['version --client -o json', { is: 'version', input: { client: true, printing: { format: { kind: 'json' } } } }],
  ['completion', { is: 'completion', input: { install: false } }],
  ['completion install --dir /tmp/bin', { is: 'completion', input: { install: true, dir: '/tmp/bin' } }],
  ['completion bash', refused('completion knows only the word install, but there is "bash"')],
  ['chart -f web.yaml --name web --out charts', { is: 'chart', input: { out: 'charts', request: { name: 'web' }, flavor: 'full' } }],
  [
    'chart -f . --strategy Ingress --with ingress-nginx --entry nodeport',
    { is: 'chart', input: { with: ['ingress-nginx'], entry: 'NodePort' } },
  ],
  [
    'chart -f . --entry NodePort',
    refused('--entry says how traffic enters the embedded controller, and there is none → --with ingress-nginx'),
  ],
  [
    'chart -f . --strategy auto',
    refused('--strategy=auto: a chart renders the same everywhere, so its strategy is named → --strategy ClusterIP'),
  ],
  ['reccomend', refused('"reccomend" is neither a command nor TYPE/NAME → kubectl expose-plus recommend')],
  ['lst', refused('"lst" is neither a command nor TYPE/NAME → kubectl expose-plus list')],

  // help, wherever it stands
  ['--help', { help: 'main' }],
  ['-h', { help: 'main' }],
  ['help', { help: 'main' }],
  ['help list', { help: 'list' }],
  ['list --help', { help: 'list' }],
  ['-n shop list -h', { help: 'list' }],
  ['deploy/web --help', { help: 'apply' }],
  ['deploy/web --bogus --help', { help: 'apply' }],
  ['apply -h', { help: 'apply' }],

  // kubectl's spellings of flags
  ['deploy/web --wait=false', apply({ wait: false })],
  ['deploy/web --wait=true --wait=false', apply({ wait: false })],
  ['--wait=false deploy/web', apply({ targets: web, wait: false })],
  ['deploy/web --wait', apply({ wait: true })],
  ['deploy/web --wait false', refused('the value of --wait must follow an equals sign → --wait=false')],
  ['deploy/web --no-wait', refused('unknown flag --no-wait → --wait=false')],
  ['deploy/web --verify=0', apply({ verify: false })],
  ['deploy/web --dry-run', apply({ dryRun: 'client' })],
  ['deploy/web --dry-run=client', apply({ dryRun: 'client' })],
  ['deploy/web --dry-run=server', apply({ dryRun: 'server' })],
  ['deploy/web --dry-run=none', apply({ dryRun: 'none' })],
  ['--dry-run deploy/web', apply({ targets: web, dryRun: 'client' })],
  ['deploy/web --dry-run client', refused('the value of --dry-run must follow an equals sign → --dry-run=client')],
  ['deploy/web --dry-run=yes', refused('--dry-run=yes: must be none, client or server')],
  ['deploy/web -o yaml', apply({ printing: { format: { kind: 'yaml' } } })],
  ['deploy/web -oyaml', apply({ printing: { format: { kind: 'yaml' } } })],
  ['deploy/web -o=yaml', apply({ printing: { format: { kind: 'yaml' } } })],
  ['deploy/web --output=json -o name', apply({ printing: { format: { kind: 'name' } } })],
  [
    "deploy/web -o jsonpath='{.spec.ports[0].port}'",
    apply({ printing: { format: { kind: 'jsonpath', template: '{.spec.ports[0].port}' } } }),
  ],
  ["deploy/web -o jsonpath --template='{.kind}'", apply({ printing: { format: { kind: 'jsonpath', template: '{.kind}' } } })],
  ['deploy/web -o go-template={{.kind}}', refused('-o go-template is not available → -o jsonpath=…, or -o json with jq')],
  ['deploy/web -o ymal', refused('-o ymal: must be table, wide, name, yaml, json or jsonpath=… → -o yaml')],
  ['deploy/web --timeout 90s', apply({ timeoutMs: 90_000 })],
  ['deploy/web --timeout 30', apply({ timeoutMs: 30_000 })],
  ['deploy/web --timeout soon', refused('--timeout=soon: is not a duration → --timeout 90s, --timeout 5m')],
  ['-f a.yaml -f b.yaml,c.yaml', apply({ source: { files: ['a.yaml', 'b.yaml', 'c.yaml'] } })],
  ['-Rf dir', apply({ source: { files: ['dir'], recursive: true } })],
  ['-f - --local', apply({ source: { files: ['-'], local: true } })],
  ['-k overlays/prod', apply({ source: { kustomize: 'overlays/prod' } })],
  ['-k a -f b', refused('-k and -f contradict each other: take one')],
  ['-R deploy/web', refused('-R needs -f DIR')],
  ['deploy/web --local', refused('--local makes no network call: the workload must come from -f, -k or --snapshot')],
  ['deploy/web --snapshot c.json', apply({ source: { snapshot: 'c.json' } })],
  [
    'deploy/web --snapshot c.json --dry-run=server',
    refused('--dry-run=server needs the cluster, --snapshot forbids it → --dry-run=client'),
  ],
  ['-f web.yaml deploy/web', apply({ targets: web, source: { files: ['web.yaml'] } })],

  // connection
  ['deploy/web --context prod --kubeconfig /k -n shop', apply({ connection: { context: 'prod', kubeconfig: '/k', namespace: 'shop' } })],
  ['deploy/web --as jane --as-group a --as-group b', apply({ connection: { as: 'jane', asGroup: ['a', 'b'] } })],
  ['deploy/web --as=-n', apply({ connection: { as: '-n' } })],
  ['deploy/web --as -n', apply({ connection: { as: '-n' } })],
  ['deploy/web -s https://h:6443 --token t', apply({ connection: { server: 'https://h:6443', token: 't' } })],
  ['deploy/web --insecure-skip-tls-verify', apply({ connection: { insecureSkipTlsVerify: true } })],
  ['deploy/web --insecure-skip-tls-verify=false', apply({ connection: { insecureSkipTlsVerify: false } })],
  ['deploy/web --request-timeout=30s', apply({ connection: { requestTimeout: '30s' } })],
  ['deploy/web --as-user-extra scopes=a=b', apply({ connection: { asUserExtra: ['scopes=a=b'] } })],
  ['deploy/web -n', refused('-n needs a value → -n NAMESPACE')],
  ['deploy/web -n a -n b', apply({ connection: { namespace: 'b' } })],

  // the strategy
  ['deploy/web --strategy NodePort', spec(NODE_PORT)],
  ['deploy/web --type NodePort', spec(NODE_PORT)],
  ['deploy/web --type=nodeport', spec(NODE_PORT)],
  ['deploy/web --strategy node-port', spec(NODE_PORT)],
  [
    'deploy/web --strategy HOST_NETWORK --accept-risk host-network',
    apply({ acceptRisks: ['host-network'], request: { spec: { strategy: 'hostNetwork' } } }),
  ],
  ['deploy/web --type ClusterIP --strategy NodePort', spec(NODE_PORT)],
  ['deploy/web --strategy auto', spec({ strategy: 'auto' })],
  [
    'deploy/web --type ExternalName',
    refused(
      '--type=ExternalName: ExternalName makes a DNS alias inside the cluster and lets no traffic in; kubectl create service externalname makes one.',
    ),
  ],
  [
    'deploy/web --strategy NodPort',
    refused(
      '--strategy=NodPort: must be ClusterIP, NodePort, LoadBalancer, Ingress, Gateway, hostPort, hostNetwork or auto → --strategy=NodePort',
    ),
  ],

  // ports
  ['deploy/web --port 80', spec({ ports: [{ port: 80 }] })],
  ['deploy/web --port=80 --target-port=8000', spec({ ports: [{ port: 80, targetPort: 8000 }] })],
  ['deploy/web --port 80 --target-port http --protocol udp', spec({ ports: [{ port: 80, targetPort: 'http', protocol: 'UDP' }] })],
  ['deploy/web --port 80:http/TCP', spec({ ports: [{ port: 80, targetPort: 'http', protocol: 'TCP' }] })],
  ['deploy/web --port 80,443:8443', spec({ ports: [{ port: 80 }, { port: 443, targetPort: 8443 }] })],
  [
    'deploy/web --port web=80 --port dns=53/UDP',
    spec({
      ports: [
        { name: 'web', port: 80 },
        { name: 'dns', port: 53, protocol: 'UDP' },
      ],
    }),
  ],
  [
    'deploy/web --port 53/UDP --port 54 --protocol SCTP',
    spec({
      ports: [
        { port: 53, protocol: 'UDP' },
        { port: 54, protocol: 'SCTP' },
      ],
    }),
  ],
  ['deploy/web --port 80 --port-name web', spec({ ports: [{ name: 'web', port: 80 }] })],
  ['deploy/web --port 80,81 --port-name web', refused('--port-name=web with several ports: whose name is it? → --port web=PORT')],
  ['deploy/web --target-port http', apply({ request: { spec: {}, loose: { targetPort: 'http' } } })],
  ['deploy/web --protocol UDP', apply({ request: { loose: { protocol: 'UDP' } } })],
  [
    'deploy/web --port http',
    refused('--port=http: "http" is not a port number from 1 to 65535 → --port 80, --port 80:http, --port web=80:8080/TCP'),
  ],
  ['deploy/web --target-port 0', refused('--target-port=0: is neither a port number nor the name of one → --target-port 8080')],
  ['deploy/web --protocol HTTP', refused('--protocol=HTTP: must be TCP, UDP or SCTP')],
  ['deploy/web --type NodePort --node-port 30086', apply({ request: { loose: { nodePort: 30086 } } })],
  ['deploy/web --type NodePort --port 80 --node-port 30086', spec({ nodePort: { ports: { '80': 30086 } } })],
  ['deploy/web --type NodePort --port web=80 --node-port 30086', spec({ nodePort: { ports: { web: 30086 } } })],
  ['deploy/web --type NodePort --node-port http=30080,https=30443', spec({ nodePort: { ports: { http: 30080, https: 30443 } } })],
  [
    'deploy/web --type NodePort --port 80,81 --node-port 30086',
    refused('--node-port=30086 with several ports: to which does it belong? → --node-port PORT=30086'),
  ],
  [
    'deploy/web --type NodePort --node-port x',
    refused('--node-port=x: must be a port number from 1 to 65535 → --node-port 30080, --node-port http=30080'),
  ],
  [
    'ds/agent --strategy hostPort --host-port 8081 --host-ip 10.0.0.1',
    apply({ request: { spec: { hostPort: { hostIP: '10.0.0.1' } }, loose: { hostPort: 8081 } } }),
  ],

  // routes
  ['deploy/web --strategy Ingress --host a.example.com --host b.example.com', spec({ hosts: ['a.example.com', 'b.example.com'] })],
  ['--strategy Ingress --host a.example.com deploy/web', apply({ targets: web, request: { spec: { hosts: ['a.example.com'] } } })],
  ['deploy/web --strategy Ingress --host a.example.com,b.example.com', spec({ hosts: ['a.example.com', 'b.example.com'] })],
  ['deploy/web --strategy Ingress --path /demo --rewrite /', spec({ paths: [{ path: '/demo', rewrite: '/' }] })],
  [
    'deploy/web --strategy Ingress --path /a=Exact --path /b=prefix',
    spec({
      paths: [
        { path: '/a', type: 'Exact' },
        { path: '/b', type: 'Prefix' },
      ],
    }),
  ],
  ['deploy/web --strategy Ingress --rewrite full=/', spec({ paths: [{ path: '/', rewrite: { full: '/' } }] })],
  ['deploy/web --strategy Ingress --path demo', refused('--path=demo: must start with / → --path /demo')],
  ['deploy/web --strategy Ingress --rewrite x', refused('--rewrite=x: must start with /, or with full=/ → --rewrite /')],
  ['deploy/web --strategy Ingress --tls secret=web-tls --redirect-https', spec({ tls: { secretName: 'web-tls', redirect: true } })],
  ['deploy/web --strategy Ingress --tls issuer=le', spec({ tls: { issuer: { name: 'le' } } })],
  [
    'deploy/web --strategy Ingress --tls issuer=Issuer/le,secret=x',
    spec({ tls: { issuer: { kind: 'Issuer', name: 'le' }, secretName: 'x' } }),
  ],
  ['deploy/web --strategy Ingress --tls self-signed', spec({ tls: { selfSigned: true } })],
  ['deploy/web --strategy Gateway --tls passthrough', spec({ tls: { mode: 'passthrough' } })],
  ['deploy/web --strategy Ingress --tls', refused('--tls needs a value → --tls secret=NAME|issuer=[KIND/]NAME|self-signed|passthrough')],
  [
    'deploy/web --strategy Ingress --tls yes',
    refused('--tls=yes: is none of --tls secret=NAME, --tls issuer=NAME, --tls self-signed, --tls passthrough'),
  ],
  [
    'deploy/web --strategy Ingress --tls self-signed --tls issuer=le',
    refused('--tls self-signed and --tls issuer=… contradict each other: take one'),
  ],
  ['deploy/web --strategy Ingress --class nginx', apply({ request: { spec: INGRESS, loose: { className: 'nginx' } } })],
  ['deploy/web --strategy Gateway --gateway edge', spec({ gateway: { parentRef: { name: 'edge' } } })],
  ['deploy/web --strategy Gateway --gateway infra/edge', spec({ gateway: { parentRef: { namespace: 'infra', name: 'edge' } } })],
  [
    'deploy/web --strategy Gateway --gateway infra/edge/https',
    spec({ gateway: { parentRef: { namespace: 'infra', name: 'edge', sectionName: 'https' } } }),
  ],
  ['deploy/web --strategy Gateway --gateway a//b', refused('--gateway=a//b: is not [NAMESPACE/]NAME[/LISTENER] → --gateway infra/edge')],
  [
    'deploy/web --strategy Ingress --option body-size=20Mi --option readTimeout=60s',
    spec({ options: { bodySize: '20Mi', readTimeout: '60s' } }),
  ],
  [
    'deploy/web --strategy Ingress --option cors.origins=https://a.example,https://b.example --option cors.credentials=true --option canary.service=next --option canary.weight=20',
    spec({
      strategy: 'Ingress',
      options: {
        cors: { origins: ['https://a.example', 'https://b.example'], credentials: true },
        canary: { service: 'next', weight: 20 },
      },
    }),
  ],
  [
    'deploy/web --strategy LoadBalancer --option idle-timeout=5m --option loadBalancer.cross-zone=true --option tags=team=shop,env=prod --option healthCheck.port=8080',
    spec({
      strategy: 'LoadBalancer',
      loadBalancer: { idleTimeout: '5m', crossZone: true, tags: { team: 'shop', env: 'prod' }, healthCheck: { port: 8080 } },
    }),
  ],
  [
    'deploy/web --strategy Ingress --option response-headers.set=X-A=1 --option responseHeaders.set=X-B=2 --option backend-tls.server-name=web.internal',
    spec({
      strategy: 'Ingress',
      options: { responseHeaders: { set: { 'X-A': '1', 'X-B': '2' } }, backendTLS: { serverName: 'web.internal' } },
    }),
  ],
  ['deploy/web --strategy Ingress --option body-size', refused('--option body-size: a value is missing → --option body-size=VALUE')],

  // who may reach it
  ['deploy/web --strategy LoadBalancer --access internal', spec({ access: { scope: 'internal' } })],
  [
    'deploy/web --strategy LoadBalancer --allow-from 10.0.0.0/8,192.0.2.0/24',
    spec({ access: { allowFrom: ['10.0.0.0/8', '192.0.2.0/24'] } }),
  ],
  ['deploy/web --strategy LoadBalancer --keep-client-ip', spec({ access: { keepClientIP: true } })],
  ['deploy/web --strategy LoadBalancer --address 192.0.2.1', spec({ loadBalancer: { address: '192.0.2.1' } })],
  ['deploy/web --type=LoadBalancer --load-balancer-ip=192.0.2.1', spec({ loadBalancer: { address: '192.0.2.1' } })],

  // labels, annotations, the Service
  ['deploy/web -l app=web,tier=front', spec({ labels: { app: 'web', tier: 'front' } })],
  ['deploy/web --labels=app=web --label tier=front', spec({ labels: { app: 'web', tier: 'front' } })],
  ['deploy/web -l app', refused('--labels: "app" is not KEY=VALUE → --labels app=VALUE')],
  ['deploy/web --annotation a.b/c=x=y', spec({ annotations: { 'a.b/c': 'x=y' } })],
  ['deploy/web --selector app=web,env==prod', spec({ service: { selector: { app: 'web', env: 'prod' } } })],
  ['deploy/web --selector app!=web', refused('--selector: "app!=web" is not KEY=VALUE → --selector app=VALUE')],
  ['deploy/web --session-affinity ClientIP', spec({ service: { sessionAffinity: 'ClientIP' } })],
  ['deploy/web --cluster-ip None', spec({ service: { clusterIP: 'None' } })],
  ['deploy/web --name frontend', apply({ request: { name: 'frontend' } })],
  ['deploy/a deploy/b --name x', refused('--name=x with several workloads: an Exposure is of one → one command for each')],

  // refused by name, and the nearest right word
  [
    'deploy/web --external-ip 192.0.2.1',
    refused(
      '--external-ip is not taken: externalIPs let anyone who may write a Service take over traffic (CVE-2020-8554) and are deprecated since Kubernetes 1.36; use --strategy LoadBalancer --address IP, NodePort, or hostPort --host-ip IP.',
    ),
  ],
  [
    'deploy/web --overrides {}',
    refused(
      '--overrides is not taken: every field has a flag or a place in an Exposure file (-f), so that it is checked; or change the output of --dry-run=client -o yaml.',
    ),
  ],
  ['deploy/web --stratgy NodePort', refused('unknown flag --stratgy → --strategy')],
  ['deploy/web --nodeport=30086 --type NodePort', refused('unknown flag --nodeport → --node-port')],
  ['deploy/web --hostname a', refused('unknown flag --hostname → --host')],
  ['deploy/web --ingress-class nginx', refused('unknown flag --ingress-class → --class')],
  ['deploy/web --zzz', refused('unknown flag --zzz')],
  ['deploy/web -x', refused('unknown flag -x')],
  ['deploy/web -port 80', refused('unknown flag -p in -port → --port')],

  // contradictions of what is typed together
  [
    'deploy/web --strategy Ingress --node-port 30086',
    refused('--node-port belongs to NodePort, not to Ingress → leave out --node-port, or --strategy NodePort'),
  ],
  [
    'deploy/web --strategy NodePort --host a.example.com --tls self-signed',
    refused(
      '--host belongs to Ingress, Gateway, not to NodePort → leave out --host, or --strategy Ingress or --strategy Gateway',
      '--tls belongs to Ingress, Gateway, not to NodePort → leave out --tls, or --strategy Ingress or --strategy Gateway',
    ),
  ],
  ['deploy/web --node-port 30086', refused('--node-port belongs to NodePort, and no strategy is named → --strategy NodePort')],
  ['deploy/web --host a.example.com', spec({ hosts: ['a.example.com'] })],
  ['-f exposure.yaml --node-port 30086', apply({ request: { loose: { nodePort: 30086 } } })],

  // taken without effect, and all problems together
  [
    'deploy/web --save-config',
    apply({ warnings: ['--save-config has no effect: objects are applied on the server, which keeps track of fields itself'] }),
  ],
  ['deploy/web --record=true', apply({ warnings: ['--record has no effect: kubectl has dropped it'] })],
  [
    'deploy/web --port x --path y --zzz --timeout w',
    refused(
      '--path=y: must start with / → --path /y',
      '--port=x: "x" is not a port number from 1 to 65535 → --port 80, --port 80:http, --port web=80:8080/TCP',
      '--timeout=w: is not a duration → --timeout 90s, --timeout 5m',
      'unknown flag --zzz',
    ),
  ],
  ['deploy/web --yes --force-conflicts --diff', apply({ yes: true, forceConflicts: true, diff: true })],
  ['deploy/web -y', apply({ yes: true })],
  ['deploy/web --accept-risk all', refused('--accept-risk=all: must be host-network')],
];
