import { parse } from 'yaml';
import { printYaml } from '../template/go-text.js';
import { parseImage } from '../render/image.js';
import type { Build } from '../render/build.js';

/** Chart.yaml. The subcharts stand in charts/, so that nothing has to be fetched. */
export function chartYaml(
  { options, main, components }: Build,
  subcharts: Readonly<Record<string, Readonly<Record<string, string>>>>,
): string {
  const image = main?.workload.containers.find(({ name }) => name === main.main)?.image;
  const tag = image === undefined ? '' : parseImage(image).tag;
  const appVersion = options.appVersion ?? (tag || undefined);
  const dependencies = Object.entries(subcharts).map(([name, files]) => {
    const { version } = parse(files['Chart.yaml'] ?? '') as { version: string };
    return { name, version, repository: '', ...(name === 'ingress-nginx' ? { condition: 'ingress-nginx.enabled' } : {}) };
  });
  const images = components.flatMap(({ workload }) =>
    workload.containers.flatMap((container) => (container.image === undefined ? [] : [{ name: container.name, image: container.image }])),
  );
  return printYaml({
    apiVersion: 'v2',
    name: options.name,
    description: options.description ?? `${options.name}, reachable in any of seven ways by one value.`,
    type: 'application',
    version: options.version,
    ...(appVersion === undefined ? {} : { appVersion }),
    kubeVersion: '>=1.25.0-0',
    ...(main ? { dependencies } : {}),
    ...(images.length > 0 ? { annotations: { 'artifacthub.io/images': printYaml(images).trimEnd() } } : {}),
  });
}
