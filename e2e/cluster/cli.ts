import { parseArgs } from 'node:util';
import { prepareCache, buildPrograms } from './build.ts';
import {
  addComponents,
  commandIn,
  down,
  environmentOf,
  execIn,
  leftovers,
  loadImages,
  runningCluster,
  up,
  type Cluster,
} from './cluster.ts';
import { buildComponent, components, selectable } from './components.ts';
import { kubernetesBuild, kubernetesVersions, type KubernetesVersion } from './components/kubernetes/component.ts';
import { installPackages } from './debian.ts';
import { clusterNames } from './down.ts';
import { messageOf, UserError } from './errors.ts';
import { machineNames } from './layout.ts';
import { machineFiles, servicesOf } from './machines.ts';
import { requireAll } from './requirements.ts';
import { attach } from './run.ts';
import { readCluster } from './cluster-state.ts';

const help = `A real Kubernetes in network namespaces of this computer, for tests.

npm run cluster -- deps                      install the Debian packages that are missing
npm run cluster -- build [COMPONENT…]        build programs and images (default: all); up does so too, when needed
npm run cluster -- up [--with A,B,…]         bring a cluster up, with components
npm run cluster -- add COMPONENT…            put components into a running cluster
npm run cluster -- status                    what runs, and what does not
npm run cluster -- exec MACHINE -- COMMAND   run as ${machineNames.join(', ')}
npm run cluster -- kubectl ARGUMENTS…        kubectl as the administrator
npm run cluster -- load ARCHIVE…             import images into the nodes
npm run cluster -- down [--all]              remove the cluster and all that is left of it

--name NAME         which cluster (default xp)
--api-only          up: etcd, API server and controller manager on loopback ports; needs no root
--kubernetes VER    up, build: ${kubernetesVersions.join(' or ')}

Components: ${selectable()
  .map(({ name, summary }) => `\n  ${name.padEnd(16)}${summary}`)
  .join('')}
`;

const started = Date.now();
const progress = (line: string): void => console.error(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}`);

/** The harness's own flags stand before the words of another command: those are passed on as they are. */
function splitArguments(argv: readonly string[]): { readonly own: readonly string[]; readonly passed: readonly string[] } {
  const verb = argv.findIndex((word, index) => !word.startsWith('-') && argv[index - 1] !== '--name');
  if (argv[verb] === 'kubectl') {
    const end = argv[verb + 1] === '--name' ? verb + 3 : verb + 1;
    return { own: argv.slice(0, end), passed: argv.slice(end) };
  }
  const dashes = argv.indexOf('--');
  return dashes < 0 ? { own: argv, passed: [] } : { own: argv.slice(0, dashes), passed: argv.slice(dashes + 1) };
}

async function main(argv: readonly string[]): Promise<number> {
  const { own, passed } = splitArguments(argv);
  const { values, positionals } = parseArgs({
    args: [...own],
    allowPositionals: true,
    options: {
      name: { type: 'string', default: 'xp' },
      with: { type: 'string', multiple: true, default: [] },
      kubernetes: { type: 'string', default: kubernetesVersions[0] },
      'api-only': { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [verb, ...words] = positionals;
  if (values.help || verb === undefined) {
    console.log(help);
    return values.help ? 0 : 2;
  }
  const { name } = values;
  switch (verb) {
    case 'deps':
      requireAll(['linux', 'root']);
      await installPackages(progress);
      return 0;
    case 'build':
      return build(words, versionOf(values.kubernetes));
    case 'up': {
      const options = { name, with: values.with.flatMap((list) => list.split(',')), kubernetes: versionOf(values.kubernetes), progress };
      const cluster = await up({ ...options, kind: values['api-only'] ? 'api-only' : 'nodes' });
      progress(`cluster ${name} is ready: ${cluster.kubeconfig}`);
      return 0;
    }
    case 'add': {
      await addComponents(mustRun(name), words, progress);
      return 0;
    }
    case 'status':
      return status(name);
    case 'exec': {
      const cluster = mustRun(name);
      const machine = machineNames.find((each) => each === words[0]);
      if (machine === undefined || passed.length === 0)
        throw new UserError(`usage: exec MACHINE -- COMMAND, with MACHINE one of ${machineNames.join(', ')}`);
      return attach(await commandIn(cluster, machine, passed), environmentOf(cluster));
    }
    case 'kubectl': {
      const cluster = mustRun(name);
      return attach(await commandIn(cluster, 'cp', [`${cluster.programs}/kubectl`, ...passed]), environmentOf(cluster));
    }
    case 'load':
      await loadImages(mustRun(name), words);
      return 0;
    case 'down': {
      const names = values.all ? clusterNames() : [name];
      for (const each of names) await down(each);
      const left = names.flatMap(leftovers);
      for (const line of left) console.error(line);
      return left.length === 0 ? 0 : 1;
    }
    default:
      throw new UserError(`no command "${verb}" (npm run cluster -- --help)`);
  }
}

function versionOf(text: string): KubernetesVersion {
  const version = kubernetesVersions.find((each) => each === text);
  if (version === undefined) throw new UserError(`Kubernetes ${text} is not pinned here; there are: ${kubernetesVersions.join(', ')}`);
  return version;
}

function mustRun(name: string): Cluster {
  const cluster = runningCluster(name);
  if (cluster === undefined) throw new UserError(`cluster ${name} does not run (npm run cluster -- up --name ${name})`);
  return cluster;
}

async function build(names: readonly string[], version: KubernetesVersion): Promise<number> {
  requireAll(['linux', 'go']);
  prepareCache();
  const unknown = names.find((each) => !components.some((component) => component.name === each));
  if (unknown !== undefined) throw new UserError(`no component "${unknown}"; there are: ${components.map((each) => each.name).join(', ')}`);
  await buildPrograms(kubernetesBuild(version), progress);
  for (const component of components) {
    if (names.length > 0 && !names.includes(component.name)) continue;
    for (const file of await buildComponent(component, progress)) console.log(file);
  }
  return 0;
}

async function status(name: string): Promise<number> {
  const cluster = readCluster(name);
  if (cluster === undefined) {
    console.log(`cluster ${name}: none`);
    return 1;
  }
  const whole = runningCluster(name) !== undefined;
  console.log(`cluster ${name}: ${whole ? 'running' : `not whole (${cluster.phase})`}, ${cluster.kind}, Kubernetes ${cluster.kubernetes}`);
  console.log(`kubeconfig: ${cluster.kubeconfig}\ncomponents: ${cluster.components.join(', ') || 'none'}`);
  for (const machine of machineNames) {
    for (const [service, { state, detail, starts }] of Object.entries(servicesOf(machineFiles(cluster.directory, machine).status))) {
      console.log(
        `${machine.padEnd(6)} ${service.padEnd(24)} ${state}${detail === '' ? '' : ` (${detail})`}${starts > 1 ? `, start ${starts}` : ''}`,
      );
    }
  }
  if (whole && cluster.kind === 'nodes')
    console.log((await execIn(cluster, 'cp', ['kubectl', 'get', 'nodes', '-o', 'wide'])).stdout.trimEnd());
  return whole ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const known =
    error instanceof UserError || (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  console.error(known ? `cluster: ${messageOf(error)}` : error);
  process.exitCode = 1;
}
