/**
 * Name of an image that the harness makes. The host ends in .invalid (RFC 2606), so that nobody can ever pull it from
 * anywhere, and the tag is not `latest`, so that `imagePullPolicy` is IfNotPresent by default.
 */
export function imageReference(name: string): string {
  return `e2e.invalid/${name}:1`;
}
