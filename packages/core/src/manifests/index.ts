export { readDocuments, readManifests, type ReadObject, type ReadOptions, type ReadResult } from './read.js';
export { locateField } from './locate.js';
export { MAX_DOCUMENT_BYTES } from './split.js';
export { parseYaml } from './plain.js';
export { writeYaml } from './write.js';
