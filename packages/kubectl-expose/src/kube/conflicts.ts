import type { ApiError } from './errors.js';

/** A field that another manager owns with another value. */
export interface FieldConflict {
  manager: string;
  operation: 'Apply' | 'Update';
  subresource?: string;
  /** As the server writes it, without the first dot: `spec.replicas`, `spec.template.spec.containers[name="web"].image`. */
  field: string;
}

// k8s.io/apimachinery, pkg/util/managedfields/internal/conflict.go: only updates have "using VERSION"
const MESSAGE = /^conflict with ("(?:[^"\\]|\\.)*")(?: with subresource ("(?:[^"\\]|\\.)*"))?( using .*)?$/;

/** The fields that a 409 of server-side apply is about; empty for other conflicts. */
export function conflictsOf(error: ApiError): FieldConflict[] {
  const conflicts: FieldConflict[] = [];
  for (const { reason, message = '', field = '' } of error.details.causes ?? []) {
    const match = reason === 'FieldManagerConflict' ? MESSAGE.exec(message) : null;
    if (!match) continue;
    conflicts.push({
      manager: JSON.parse(match[1] ?? '""') as string,
      operation: match[3] ? 'Update' : 'Apply',
      ...(match[2] ? { subresource: JSON.parse(match[2]) as string } : {}),
      field: field.replace(/^\./, ''),
    });
  }
  return conflicts;
}
