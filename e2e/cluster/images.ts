/**
 * Name of an image that the harness makes. For a cluster that a person lends, EXPOSE_PLUS_E2E_IMAGES says where that person has put
 * them. The host ends in .invalid (RFC 2606), so that nobody can ever pull it from
 * anywhere, and the tag is not `latest`, so that `imagePullPolicy` is IfNotPresent by default.
 */
export function imageReference(name: string): string {
  const lent = process.env['EXPOSE_PLUS_E2E_KUBECONFIG'] === undefined ? undefined : process.env['EXPOSE_PLUS_E2E_IMAGES'];
  return `${lent ?? 'e2e.invalid'}/${name}:1`;
}
