export * from './model/strategy-id.js';
export * from './model/exposure.js';
export * from './model/kube.js';
export * from './model/finding.js';
export * from './model/snapshot.js';
export * from './model/plan.js';
export * from './model/recommendation.js';
export * from './model/trace.js';
export { CATALOGUE, findEntry, type CatalogueEntry } from './checks/catalogue.js';
