import type { z } from 'zod';
import type { exposureSchema, exposureSpecSchema, pathSchema, portSchema, rewriteSchema, targetSchema } from './exposure-schema.js';

/** API version of the Exposure kind. */
export const EXPOSURE_API_VERSION = 'expose-plus.dev/v1alpha1';

/** The request as people write it: nothing but the target is required. Units: sizes are quantities, durations Go strings. */
export type Exposure = z.input<typeof exposureSchema>;
/** The part of a request that a chart's `exposure` values share with the file. */
export type ExposureSpec = z.input<typeof exposureSpecSchema>;
/** The spec of an Exposure with its target. */
export type TargetedSpec = Exposure['spec'];
/** Which workload is to be reached. */
export type Target = z.input<typeof targetSchema>;
/** One port of a request. */
export type ExposurePort = z.input<typeof portSchema>;
/** One path of a request. */
export type ExposurePath = z.input<typeof pathSchema>;
/** How the path is rewritten: a text replaces the matched prefix, `{ full }` the whole path. */
export type Rewrite = z.input<typeof rewriteSchema>;
/** Transport protocol of a port. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';
