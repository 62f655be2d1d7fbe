import type { ExposureSpec } from '@expose-plus/core';

type Fields = Record<string, unknown>;

/** Fields of the second spec win; blocks and maps are merged key by key, lists are replaced. Neither is changed. */
export function mergeSpec(under: ExposureSpec, over: ExposureSpec): ExposureSpec {
  return merge(under as Fields, over as Fields) as ExposureSpec;
}

function merge(under: Fields, over: Fields): Fields {
  const merged: Fields = { ...under };
  for (const [key, value] of Object.entries(over)) merged[key] = isBlock(value) && isBlock(under[key]) ? merge(under[key], value) : value;
  return merged;
}

function isBlock(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
