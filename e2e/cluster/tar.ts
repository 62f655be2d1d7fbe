import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** One member of an archive. Paths are relative, without a leading or trailing slash. */
export interface Entry {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'link';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Content of a file: bytes, or the path of a file with `size` bytes. */
  readonly content?: Buffer | { readonly file: string; readonly size: number };
  /** Target of a symbolic link. */
  readonly target?: string;
  /** Permitted and effective file capabilities as a bit mask, see capabilities(7). */
  readonly capabilities?: number;
}

const blockSize = 512;
const typeFlags = { file: '0', directory: '5', link: '2' } as const;

/** Writes a POSIX archive (pax interchange format) piece by piece. Times are zero: same input, same bytes. */
export function writeTar(entries: Iterable<Entry>, write: (bytes: Buffer) => void): void {
  for (const entry of entries) {
    const extended = extendedRecords(entry);
    if (extended.length > 0) {
      const bytes = Buffer.from(extended.map(([key, value]) => record(key, value)).join(''));
      write(header({ path: 'PaxHeaders/entry', flag: 'x', mode: 0o644, uid: 0, gid: 0, size: bytes.length, target: '' }));
      write(padded(bytes));
    }
    const size = entry.content === undefined ? 0 : Buffer.isBuffer(entry.content) ? entry.content.length : entry.content.size;
    write(header({ ...entry, flag: typeFlags[entry.kind], size, target: entry.target ?? '' }));
    if (Buffer.isBuffer(entry.content)) write(padded(entry.content));
    else if (entry.content !== undefined) copyFile(entry.content.file, entry.content.size, write);
  }
  write(Buffer.alloc(2 * blockSize));
}

/** What the classic header cannot hold. */
function extendedRecords(entry: Entry): readonly (readonly [string, string])[] {
  const records: [string, string][] = [];
  if (Buffer.byteLength(entry.path) > 99) records.push(['path', entry.path]);
  if (Buffer.byteLength(entry.target ?? '') > 99) records.push(['linkpath', entry.target ?? '']);
  if (entry.capabilities !== undefined) {
    // struct vfs_cap_data, revision 2 with the effective bit; as text it stays the same bytes below 0x80
    const data = Buffer.alloc(20);
    data.writeUInt32LE(0x02000001, 0);
    data.writeUInt32LE(entry.capabilities, 4);
    if (data.some((byte) => byte > 0x7f)) throw new Error(`capabilities ${entry.capabilities} of ${entry.path} do not fit a text record`);
    records.push(['SCHILY.xattr.security.capability', data.toString('latin1')]);
  }
  return records;
}

/** "LENGTH KEY=VALUE\n", where the length counts itself. */
function record(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (String(length).length !== String(rest).length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

interface Header {
  readonly path: string;
  readonly flag: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly target: string;
}

function header(entry: Header): Buffer {
  const block = Buffer.alloc(blockSize);
  const octal = (value: number, offset: number, length: number): void => {
    block.write(value.toString(8).padStart(length - 1, '0'), offset, length - 1, 'latin1');
  };
  block.write(entry.path, 0, 99);
  octal(entry.mode, 100, 8);
  octal(entry.uid, 108, 8);
  octal(entry.gid, 116, 8);
  octal(entry.size, 124, 12);
  octal(0, 136, 12);
  block.write('        ', 148, 8, 'latin1');
  block.write(entry.flag, 156, 1, 'latin1');
  block.write(entry.target, 157, 99);
  block.write('ustar\x0000', 257, 8, 'latin1');
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  block.write('\x00 ', 154, 2, 'latin1');
  return block;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, padding(bytes.length)]);
}

function padding(size: number): Buffer {
  return Buffer.alloc((blockSize - (size % blockSize)) % blockSize);
}

function copyFile(file: string, size: number, write: (bytes: Buffer) => void): void {
  const descriptor = openSync(file, 'r');
  try {
    let copied = 0;
    for (;;) {
      const chunk = Buffer.alloc(1 << 20);
      const length = readSync(descriptor, chunk, 0, chunk.length, null);
      if (length === 0) break;
      copied += length;
      write(chunk.subarray(0, length));
    }
    if (copied !== size) throw new Error(`${file} changed while it was being archived`);
  } finally {
    closeSync(descriptor);
  }
  write(padding(size));
}

/** Opens a file and gives a function that writes to it, and one that closes it. */
export function fileSink(file: string): { readonly write: (bytes: Buffer) => void; readonly close: () => void } {
  const descriptor = openSync(file, 'w');
  return {
    write: (bytes) => {
      for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
    },
    close: () => closeSync(descriptor),
  };
}
