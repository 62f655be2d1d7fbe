import { lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from './tar.ts';

/** How an entry differs from a file of root's. */
export interface Attributes {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly capabilities?: number;
}

/** The files of an image while it is put together: paths without a leading slash, to entries. */
export type RootFileSystem = Map<string, Entry>;

/** A directory, with those above it. */
export function addDirectory(root: RootFileSystem, path: string, attributes: Attributes = {}): void {
  addParents(root, path);
  root.set(relative(path), { path: relative(path), kind: 'directory', uid: 0, gid: 0, mode: 0o755, ...attributes });
}

/** A file with the given text. */
export function addText(root: RootFileSystem, path: string, text: string, attributes: Attributes = {}): void {
  addParents(root, path);
  root.set(relative(path), { path: relative(path), kind: 'file', uid: 0, gid: 0, mode: 0o644, content: Buffer.from(text), ...attributes });
}

/** A copy of a file of this computer; links are followed. */
export function addFile(root: RootFileSystem, path: string, source: string, attributes: Attributes = {}): void {
  addParents(root, path);
  const file = realpathSync(source);
  const { size, mode } = statSync(file);
  root.set(relative(path), {
    path: relative(path),
    kind: 'file',
    uid: 0,
    gid: 0,
    mode: mode & 0o111 ? 0o755 : 0o644,
    content: { file, size },
    ...attributes,
  });
}

/** A symbolic link. */
export function addLink(root: RootFileSystem, path: string, target: string): void {
  addParents(root, path);
  root.set(relative(path), { path: relative(path), kind: 'link', uid: 0, gid: 0, mode: 0o777, target });
}

/** A copy of a directory and all below it. */
export function addTree(root: RootFileSystem, path: string, source: string, attributes: Attributes = {}): void {
  addDirectory(root, path, attributes.uid === undefined ? {} : { uid: attributes.uid, gid: attributes.gid ?? attributes.uid });
  for (const name of readdirSync(source).toSorted()) {
    const from = join(source, name);
    const to = `${path}/${name}`;
    const status = lstatSync(from);
    if (status.isDirectory()) addTree(root, to, from, attributes);
    else if (status.isSymbolicLink()) addLink(root, to, readlinkSync(from));
    else addFile(root, to, from, attributes);
  }
}

/** Removes a file or a directory and all below it. */
export function removeTree(root: RootFileSystem, path: string): void {
  for (const key of root.keys()) if (key === relative(path) || key.startsWith(`${relative(path)}/`)) root.delete(key);
}

/** Gives a directory and all below it to a user. */
export function changeOwner(root: RootFileSystem, path: string, uid: number, gid: number): void {
  for (const [key, entry] of root) {
    if (key === relative(path) || key.startsWith(`${relative(path)}/`)) root.set(key, { ...entry, uid, gid });
  }
}

function addParents(root: RootFileSystem, path: string): void {
  const parts = relative(path).split('/').slice(0, -1);
  parts.forEach((_, index) => {
    const parent = parts.slice(0, index + 1).join('/');
    if (!root.has(parent)) root.set(parent, { path: parent, kind: 'directory', uid: 0, gid: 0, mode: 0o755 });
  });
}

function relative(path: string): string {
  return path.replace(/^\/+/, '').replace(/\/+$/, '');
}
