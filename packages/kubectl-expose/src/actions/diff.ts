import type { Plan, Snapshot } from '@expose-plus/core';
export function planDiff(_plan: Plan, _snapshot: Snapshot): string { return ''; }
