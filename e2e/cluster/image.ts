import { createHash } from 'node:crypto';
import { renameSync, rmSync, statSync } from 'node:fs';
import type { RootFileSystem } from './rootfs.ts';
import { fileSink, writeTar } from './tar.ts';

/** The `config` of an OCI image (image-spec, config.md), as far as it is used here. */
export interface ImageConfig {
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
}

/** Names of processors in images. */
const imageArchitecture = process.arch === 'x64' ? 'amd64' : process.arch;

/** Writes an image of one layer as a docker archive, which `ctr images import` reads. The file appears when it is whole. */
export function writeImage(file: string, reference: string, root: RootFileSystem, config: ImageConfig): void {
  const layerFile = `${file}.${process.pid}.layer`;
  const draft = `${file}.${process.pid}.draft`;
  try {
    const layerDigest = writeLayer(layerFile, root);
    const configuration = Buffer.from(
      JSON.stringify({
        architecture: imageArchitecture,
        os: 'linux',
        config,
        rootfs: { type: 'layers', diff_ids: [`sha256:${layerDigest}`] },
      }),
    );
    const configName = `${createHash('sha256').update(configuration).digest('hex')}.json`;
    const manifest = Buffer.from(JSON.stringify([{ Config: configName, RepoTags: [reference], Layers: ['layer.tar'] }]));
    const sink = fileSink(draft);
    const member = { kind: 'file', mode: 0o644, uid: 0, gid: 0 } as const;
    writeTar(
      [
        { ...member, path: configName, content: configuration },
        { ...member, path: 'layer.tar', content: { file: layerFile, size: statSync(layerFile).size } },
        { ...member, path: 'manifest.json', content: manifest },
      ],
      sink.write,
    );
    sink.close();
    renameSync(draft, file);
  } finally {
    rmSync(layerFile, { force: true });
    rmSync(draft, { force: true });
  }
}

function writeLayer(file: string, root: RootFileSystem): string {
  const sink = fileSink(file);
  const hash = createHash('sha256');
  const entries = [...root.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  writeTar(entries, (bytes) => {
    hash.update(bytes);
    sink.write(bytes);
  });
  sink.close();
  return hash.digest('hex');
}
