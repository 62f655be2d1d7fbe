import type { Component } from './components.js';
import type { Item } from './input.js';
import type { Reference } from './references.js';

/** Folder below templates/ for what belongs to no single component. */
const COMMON = 'common';

function clean(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '-').replaceAll(/^[.-]+|[.-]+$/g, '') || 'object';
}

/** Which component each object belongs to: its own, the one whose pods it names or that names it, through others if need be. */
function ownersOf(
  items: readonly Item[],
  components: readonly Component[],
  references: readonly Reference[],
): Map<Item, Component | undefined> {
  const owners = new Map<Item, Component | undefined>();
  for (const component of components) owners.set(component.item, component);
  for (const component of components) {
    for (const service of component.services) {
      const namesake = components.find((other) => other.services.includes(service) && other.item.name === service.name);
      owners.set(service, namesake ?? owners.get(service) ?? component);
    }
  }
  // What is near a component is settled first, then what is near that.
  for (let round = 0; round < 3; round += 1) {
    const found = items.flatMap((item): [Item, Component][] => {
      if (owners.has(item)) return [];
      const near = references.flatMap(({ from, to }) => (from === item ? [to] : to === item ? [from] : []));
      const nearest = new Set(near.flatMap((neighbour) => owners.get(neighbour) ?? []));
      const [only] = nearest;
      return only && nearest.size === 1 ? [[item, only]] : [];
    });
    for (const [item, component] of found) owners.set(item, component);
  }
  return owners;
}

/** Path of each object's template: `templates/<component>/<kind>.yaml`, with the name where a folder has several of a kind. */
export function layOut(items: readonly Item[], components: readonly Component[], references: readonly Reference[]): Map<Item, string> {
  const owners = ownersOf(items, components, references);
  const folders = new Map(items.map((item) => [item, clean(owners.get(item)?.key ?? COMMON)]));
  const paths = new Map<Item, string>();
  const taken = new Set<string>();
  for (const item of items) {
    const folder = folders.get(item) ?? COMMON;
    const kind = item.object.kind.toLowerCase();
    const isOne = items.filter((other) => other.object.kind === item.object.kind && folders.get(other) === folder).length === 1;
    const short = item.name.startsWith(`${folder}-`) ? item.name.slice(folder.length + 1) : item.name;
    const base = `templates/${folder}/${clean(isOne || item.name === folder ? kind : `${kind}-${short}`)}`;
    let path = `${base}.yaml`;
    for (let count = 2; taken.has(path.toLowerCase()); count += 1) path = `${base}-${count}.yaml`;
    taken.add(path.toLowerCase());
    paths.set(item, path);
  }
  return paths;
}

/** Folder of a component below templates/. */
export function folderOf({ key }: Component): string {
  return clean(key);
}
