import type { ConnectionValues } from '../flags/connection.js';
import type { ConnectionFlags } from '../kube/connection.js';

/** kubectl's connection flags under the names of `loadConnection`. */
export function readConnection(flags: ConnectionValues): ConnectionFlags {
  return {
    kubeconfig: flags.kubeconfig,
    context: flags.context,
    cluster: flags.cluster,
    user: flags.user,
    namespace: flags.namespace,
    server: flags.server,
    token: flags.token,
    username: flags.username,
    password: flags.password,
    as: flags.as,
    asUid: flags['as-uid'],
    asGroup: flags['as-group'],
    asUserExtra: flags['as-user-extra'],
    clientCertificate: flags['client-certificate'],
    clientKey: flags['client-key'],
    certificateAuthority: flags['certificate-authority'],
    tlsServerName: flags['tls-server-name'],
    insecureSkipTlsVerify: flags['insecure-skip-tls-verify'],
    requestTimeout: flags['request-timeout'],
    disableCompression: flags['disable-compression'],
    cacheDir: flags['cache-dir'],
  };
}
