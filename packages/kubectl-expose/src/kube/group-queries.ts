import type { Query } from '@expose-plus/core';

/** A query with those that it answers as well. */
export interface QueryGroup {
  query: Query;
  /** Asked one by one where the wide query is forbidden. */
  narrower: Query[];
}

/** Leaves out queries that are asked twice, and puts those that a wider one answers under it. */
export function groupQueries(queries: Query[]): QueryGroup[] {
  const unique = [...new Map(queries.map((query) => [keyOf(query), query])).values()];
  const widest = unique.filter((query) => !unique.some((other) => covers(other, query)));
  return widest.map((query) => ({ query, narrower: unique.filter((other) => covers(query, other)) }));
}

function keyOf(query: Query): string {
  const { resource, namespace, name, labelSelector, fieldSelector } = query;
  return JSON.stringify([resource, namespace, name, labelSelector, fieldSelector]);
}

/** Whether all that `narrow` asks for comes back with `wide`. */
function covers(wide: Query, narrow: Query): boolean {
  if (wide === narrow || wide.resource !== narrow.resource) return false;
  if (wide.name || wide.labelSelector || wide.fieldSelector) return false;
  return wide.namespace === undefined || wide.namespace === narrow.namespace;
}
