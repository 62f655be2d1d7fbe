import { existsSync } from 'node:fs';
import { missingPackages } from './debian.ts';
import { findCommand } from './directories.ts';
import { UserError } from './errors.ts';

/** What a kind of cluster cannot do without. */
export type Requirement = 'linux' | 'root' | 'go' | 'packages' | 'control-groups';

/** Requirements by kind of cluster: one with nodes, or an API server alone. */
export const requirementsOf = {
  nodes: ['linux', 'root', 'go', 'packages', 'control-groups'],
  'api-only': ['linux', 'go'],
} as const satisfies Record<string, readonly Requirement[]>;

/** What is missing here, each with what to do about it; empty when all is there. */
export function missing(requirements: readonly Requirement[]): readonly string[] {
  return requirements.flatMap((requirement) => {
    const problem = problemWith(requirement);
    return problem === undefined ? [] : [problem];
  });
}

/** @throws UserError of one line when something is missing. */
export function requireAll(requirements: readonly Requirement[]): void {
  const problems = missing(requirements);
  if (problems.length > 0) throw new UserError(`cannot run here: ${problems.join('; ')}`);
}

function problemWith(requirement: Requirement): string | undefined {
  const linux = process.platform === 'linux';
  switch (requirement) {
    case 'linux':
      return linux ? undefined : `Linux is needed, this is ${process.platform}`;
    case 'root':
      return !linux || process.getuid?.() === 0 ? undefined : 'root is needed for network namespaces (an API-only cluster does without)';
    case 'go':
      return findCommand('go') === undefined ? 'Go is missing (https://go.dev/dl, 1.26 or newer)' : undefined;
    case 'packages': {
      const names = linux ? missingPackages() : [];
      return names.length === 0 ? undefined : `Debian packages are missing: ${names.join(' ')} (npm run cluster -- deps)`;
    }
    case 'control-groups':
      return !linux || existsSync('/sys/fs/cgroup') ? undefined : 'control groups are not mounted at /sys/fs/cgroup';
  }
}
