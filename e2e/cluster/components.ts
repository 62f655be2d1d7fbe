import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildPrograms, hashFiles, moduleDirectory, type Progress } from './build.ts';
import type { Component, ImageContext, ImageRecipe } from './component.ts';
import { agnhost } from './components/agnhost/component.ts';
import { busybox } from './components/busybox/component.ts';
import { coredns } from './components/coredns/component.ts';
import { envoyGateway } from './components/envoy-gateway/component.ts';
import { echo } from './components/echo/component.ts';
import { ingressNginx } from './components/ingress-nginx/component.ts';
import { kubernetes } from './components/kubernetes/component.ts';
import { machine } from './components/machine/component.ts';
import { metallb } from './components/metallb/component.ts';
import { redis } from './components/redis/component.ts';
import { traefik } from './components/traefik/component.ts';
import { filesBelow } from './debian.ts';
import { cacheDirectory, harnessDirectory } from './directories.ts';
import { UserError } from './errors.ts';
import { writeImage } from './image.ts';
import { imageReference } from './images.ts';
import { withLock } from './lock.ts';

const oneDayMs = 24 * 3600 * 1000;

/** Everything that can be built, in the order in which it is. */
export const components: readonly Component[] = [
  machine,
  kubernetes,
  agnhost,
  busybox,
  echo,
  redis,
  coredns,
  metallb,
  ingressNginx,
  traefik,
  envoyGateway,
];

/** Components whose images every cluster has. */
export const alwaysPresent: readonly string[] = ['machine', 'agnhost', 'busybox'];

/** Components that can be put into a cluster, by name. */
export function selectable(): readonly Component[] {
  return components.filter(({ name }) => name !== 'machine' && name !== 'kubernetes');
}

/**
 * Components by name, each once, what they need before them.
 *
 * @throws UserError that lists the names when one is unknown.
 */
export function chooseComponents(names: readonly string[]): readonly Component[] {
  const chosen: Component[] = [];
  const choose = (name: string): void => {
    const component = components.find((candidate) => candidate.name === name);
    if (component === undefined) {
      throw new UserError(
        `no component "${name}"; there are: ${selectable()
          .map((each) => each.name)
          .join(', ')}`,
      );
    }
    for (const needed of component.needs ?? []) choose(needed);
    if (!chosen.includes(component)) chosen.push(component);
  };
  for (const name of names) choose(name);
  return chosen;
}

/** Builds what a component consists of, as far as it is not cached, and returns the files of its images. */
export async function buildComponent(component: Component, progress?: Progress): Promise<readonly string[]> {
  for (const build of component.builds) await buildPrograms(build, progress);
  const files: string[] = [];
  for (const image of component.images) files.push(await buildImage(component, image, progress));
  return files;
}

/** Folder of a component in the source tree. */
export function componentDirectory(component: Component): string {
  return join(harnessDirectory, 'components', component.name);
}

async function buildImage(component: Component, image: ImageRecipe, progress: Progress = () => undefined): Promise<string> {
  const file = join(cacheDirectory(), 'images', `${image.name}-${await imageKey(component)}.tar`);
  if (existsSync(file)) return file;
  return withLock(`${file}.lock`, 900, async () => {
    if (existsSync(file)) return file;
    progress(`assembling image ${imageReference(image.name)}`);
    const context: ImageContext = {
      program: async (build, output) => join(await buildPrograms(build, progress), output),
      module: moduleDirectory,
      directory: componentDirectory(component),
    };
    const { root, config } = await image.assemble(context);
    writeImage(file, imageReference(image.name), root, config);
    removeOldImages(image.name);
    return file;
  });
}

/** Images of earlier sources are of no use to anybody after a day, and large. */
function removeOldImages(name: string): void {
  const directory = join(cacheDirectory(), 'images');
  for (const file of readdirSync(directory)) {
    const path = join(directory, file);
    const ours = file.startsWith(`${name}-`) && /^[0-9a-f]{16}\.tar$/.test(file.slice(name.length + 1));
    if (ours && Date.now() - statSync(path).mtimeMs > oneDayMs) rmSync(path, { force: true });
  }
}

/** A hash of all that goes into a component's images: its own folder, its programs, and the code that makes images. */
async function imageKey(component: Component): Promise<string> {
  const programs: string[] = [];
  for (const build of component.builds) programs.push(await buildPrograms(build));
  const code = ['image.ts', 'rootfs.ts', 'tar.ts', 'debian.ts'].map((name) => join(harnessDirectory, name));
  return hashFiles([...filesBelow(componentDirectory(component), () => true), ...code], programs.join(' '));
}
