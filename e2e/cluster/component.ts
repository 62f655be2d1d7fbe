import type { GoBuild, Progress } from './build.ts';
import type { ImageConfig } from './image.ts';
import type { RootFileSystem } from './rootfs.ts';

/** What an image's files may be taken from. */
export interface ImageContext {
  /** Path of a built program. */
  program(build: GoBuild, output: string): Promise<string>;
  /** Folder of a Go module's sources. */
  module(build: GoBuild, module: string): Promise<string>;
  /** The component's own folder. */
  readonly directory: string;
}

/** An image that the harness makes. */
export interface ImageRecipe {
  /** Name for `imageReference`. */
  readonly name: string;
  assemble(context: ImageContext): Promise<{ readonly root: RootFileSystem; readonly config: ImageConfig }>;
}

/** What deploying a component may use. */
export interface DeployContext {
  /** Runs kubectl as the cluster's administrator; fails unless it succeeds. */
  kubectl(argv: readonly string[], stdin?: string): Promise<string>;
  /** Path of a built program. */
  program(build: GoBuild, output: string): Promise<string>;
  module(build: GoBuild, module: string): Promise<string>;
  readonly directory: string;
  readonly progress: Progress;
}

/** Something that can be put into a cluster on its own. */
export interface Component {
  /** Folder below components/, and the word on the command line. */
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  readonly builds: readonly GoBuild[];
  readonly images: readonly ImageRecipe[];
  /** Names of components that must be there first. */
  readonly needs?: readonly string[];
  /** Brings it into a cluster that has its images, and returns when it serves. Without it the component is images only. */
  deploy?(context: DeployContext): Promise<void>;
}
