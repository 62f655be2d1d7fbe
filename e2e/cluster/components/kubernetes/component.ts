import type { GoBuild } from '../../build.ts';
import type { Component } from '../../component.ts';

/** Versions of Kubernetes that are pinned; the first is the default. */
export const kubernetesVersions = ['1.37.2', '1.34.4'] as const;
export type KubernetesVersion = (typeof kubernetesVersions)[number];

/** etcd, the daemons and kubectl of one version. */
export function kubernetesBuild(version: KubernetesVersion): GoBuild {
  const gitVersion = `v${version}`;
  return {
    directory: 'kubernetes',
    ...(version === kubernetesVersions[0] ? {} : { modfile: `go-${version}.mod` }),
    programs: [
      {
        output: 'hyperkube',
        package: '.',
        variables: {
          'k8s.io/component-base/version.gitVersion': gitVersion,
          'k8s.io/client-go/pkg/version.gitVersion': gitVersion,
        },
      },
    ],
    links: { kubectl: 'hyperkube' },
  };
}

export const kubernetes: Component = {
  name: 'kubernetes',
  summary: 'etcd, the Kubernetes daemons and kubectl',
  builds: [kubernetesBuild(kubernetesVersions[0])],
  images: [],
};
