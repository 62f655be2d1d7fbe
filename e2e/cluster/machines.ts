import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { check } from './run.ts';

/** A daemon that a machine keeps running; see components/machine/spec.go for the meaning of each field. */
export interface Service {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env?: readonly string[];
  readonly log: string;
  readonly after: readonly string[];
}

/** What a machine's init process is told. */
export interface MachineSpec {
  readonly name: string;
  readonly namespaces: boolean;
  readonly cgroups: readonly string[];
  readonly hierarchies: readonly { readonly target: string; readonly type: string; readonly options: string }[];
  readonly mounts: readonly {
    readonly type: 'tmpfs' | 'bind';
    readonly source?: string;
    readonly target: string;
    readonly shared?: boolean;
  }[];
  readonly shadows: readonly string[];
  readonly sysctls: Readonly<Record<string, string>>;
  readonly services: readonly Service[];
  readonly status: string;
  readonly log: string;
}

/** State of one daemon. */
export interface ServiceStatus {
  readonly state: 'waiting' | 'running' | 'failed';
  readonly detail: string;
  readonly pid: number;
  readonly starts: number;
  readonly log: string;
}

/** Files of one machine in the cluster's directory. */
export function machineFiles(directory: string, name: string): { readonly spec: string; readonly status: string; readonly root: string } {
  const root = join(directory, 'machines', name);
  return { root, spec: join(root, 'machine.json'), status: join(root, 'status.json') };
}

/** Starts a machine and returns its init process's id. `tool` is the built machine binary. */
export async function startMachine(tool: string, specFile: string, spec: MachineSpec): Promise<number> {
  mkdirSync(dirname(specFile), { recursive: true });
  mkdirSync(dirname(spec.log), { recursive: true });
  writeFileSync(specFile, JSON.stringify(spec, null, 2));
  return Number((await check([tool, 'start', specFile])).trim());
}

/**
 * Finds the init process of a machine by its arguments, which name the specification file. No file with process ids is
 * kept that could be lost in a crash or name a stranger.
 */
export function findMachine(specFile: string): number | undefined {
  return processes((command, spec) => command === 'init' && spec === specFile)[0];
}

/** All machines whose specification lies below a directory, and those that are just being started. */
export function machinesBelow(directory: string): readonly number[] {
  return processes((command, spec) => (command === 'init' || command === 'start') && spec.startsWith(`${directory}/`));
}

function processes(wanted: (command: string, specFile: string) => boolean): readonly number[] {
  const found: number[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const [, command, specFile] = argumentsOf(entry);
    if (command !== undefined && specFile !== undefined && wanted(command, specFile)) found.push(Number(entry));
  }
  return found;
}

function argumentsOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** The state of a machine's daemons, empty before it has started. */
export function servicesOf(statusFile: string): Readonly<Record<string, ServiceStatus>> {
  try {
    return JSON.parse(readFileSync(statusFile, 'utf8')) as Record<string, ServiceStatus>;
  } catch {
    return {};
  }
}

/** Command line that runs something in a machine's network, with the files and processes of this computer. */
export function inNetwork(pid: number, argv: readonly string[]): readonly string[] {
  return ['nsenter', `--net=/proc/${pid}/ns/net`, '--', ...argv];
}

/** Command line that runs something wholly inside a machine: its files, processes and network. */
export function inside(pid: number, argv: readonly string[]): readonly string[] {
  return ['nsenter', '--target', String(pid), '--mount', '--pid', '--uts', '--net', '--ipc', '--', ...argv];
}
