/** An application protocol and by what it is recognised. */
export interface ProtocolRow {
  id: string;
  title: string;
  /** Whether HTTP routers (Ingress, HTTPRoute, GRPCRoute) can carry it. */
  http: boolean;
  /** It is TLS from the first byte. */
  tls?: boolean;
  /** It keeps data: what serves it is a database, queue or cache. */
  data?: boolean;
  /** Words of port names, and values of appProtocol. */
  names: readonly string[];
  /** Well-known ports. */
  ports?: readonly { port: number; transport?: 'TCP' | 'UDP' }[];
  /** Last parts of image names, e.g. `postgres` of docker.io/library/postgres:17. A trailing `*` stands for anything. */
  images?: readonly string[];
  /** Commands of exec probes that only this protocol's servers come with. */
  probes?: readonly string[];
  /** For the ports: who assigns them. */
  source: string;
  verified: string;
}

const IANA = 'https://www.iana.org/assignments/service-names-port-numbers';
const APP_PROTOCOL = 'https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol';
const on = '2026-11-22';

/** Protocols by id. Order matters for names only: the first row that has a word of the name wins. */
export const PROTOCOLS: readonly ProtocolRow[] = [
  {
    id: 'https',
    title: 'HTTPS',
    http: true,
    tls: true,
    names: ['https', 'wss', 'kubernetes.io/wss', 'websecure', 'ssl'],
    ports: [{ port: 443 }, { port: 8443 }],
    source: IANA,
    verified: on,
  },
  { id: 'grpcs', title: 'gRPC over TLS', http: true, tls: true, names: ['grpcs', 'grpc-web-tls'], source: APP_PROTOCOL, verified: on },
  {
    id: 'grpc',
    title: 'gRPC',
    http: true,
    names: ['grpc'],
    ports: [{ port: 50051 }],
    source: 'https://grpc.io/docs/languages/go/basics/ (examples; 50051 is a convention)',
    verified: on,
  },
  { id: 'h2c', title: 'HTTP/2 without TLS', http: true, names: ['h2c', 'http2', 'kubernetes.io/h2c'], source: APP_PROTOCOL, verified: on },
  { id: 'websocket', title: 'WebSocket', http: true, names: ['ws', 'websocket', 'kubernetes.io/ws'], source: APP_PROTOCOL, verified: on },
  {
    id: 'http',
    title: 'HTTP',
    http: true,
    names: ['http', 'web', 'www', 'ui', 'frontend', 'api', 'rest', 'graphql', 'webhook'],
    ports: [{ port: 80 }, { port: 8080 }, { port: 8008 }],
    source: IANA,
    verified: on,
  },
  {
    id: 'redis',
    title: 'Redis',
    http: false,
    data: true,
    names: ['redis', 'valkey', 'sentinel'],
    ports: [{ port: 6379 }],
    images: ['redis', 'valkey', 'redis-stack*', 'keydb', 'dragonfly'],
    probes: ['redis-cli', 'valkey-cli'],
    source: IANA,
    verified: on,
  },
  {
    id: 'postgres',
    title: 'PostgreSQL',
    http: false,
    data: true,
    names: ['postgres', 'postgresql', 'pgsql', 'pg', 'pgbouncer'],
    ports: [{ port: 5432 }],
    images: ['postgres', 'postgresql', 'postgis', 'timescaledb*', 'pgbouncer'],
    probes: ['pg_isready', 'psql'],
    source: IANA,
    verified: on,
  },
  {
    id: 'mysql',
    title: 'MySQL',
    http: false,
    data: true,
    names: ['mysql', 'mariadb'],
    ports: [{ port: 3306 }],
    images: ['mysql', 'mysql-server', 'mariadb', 'percona*'],
    probes: ['mysqladmin', 'mysql', 'mariadb-admin'],
    source: IANA,
    verified: on,
  },
  {
    id: 'mongodb',
    title: 'MongoDB',
    http: false,
    data: true,
    names: ['mongo', 'mongodb', 'mongod'],
    ports: [{ port: 27017 }],
    images: ['mongo', 'mongodb*'],
    probes: ['mongosh', 'mongo'],
    source: 'https://www.mongodb.com/docs/manual/reference/default-mongodb-port/',
    verified: on,
  },
  {
    id: 'kafka',
    title: 'Kafka',
    http: false,
    data: true,
    names: ['kafka', 'broker'],
    ports: [{ port: 9092 }],
    images: ['kafka', 'cp-kafka', 'redpanda'],
    source: 'https://kafka.apache.org/documentation/#brokerconfigs_listeners',
    verified: on,
  },
  {
    id: 'cockroachdb',
    title: 'CockroachDB',
    http: false,
    data: true,
    names: ['cockroachdb'],
    ports: [{ port: 26257 }],
    images: ['cockroach', 'cockroach-unstable'],
    source: 'https://www.cockroachlabs.com/docs/stable/cockroach-start (default of --listen-addr)',
    verified: on,
  },
  {
    id: 'mssql',
    title: 'Microsoft SQL Server',
    http: false,
    data: true,
    names: ['mssql', 'sqlserver'],
    ports: [{ port: 1433 }],
    images: ['server', 'azure-sql-edge'],
    source: IANA,
    verified: on,
  },
  {
    id: 'amqp',
    title: 'AMQP',
    http: false,
    data: true,
    names: ['amqp', 'amqps', 'rabbitmq'],
    ports: [{ port: 5672 }, { port: 5671 }],
    images: ['rabbitmq*'],
    probes: ['rabbitmq-diagnostics'],
    source: IANA,
    verified: on,
  },
  {
    id: 'memcached',
    title: 'Memcached',
    http: false,
    data: true,
    names: ['memcached', 'memcache'],
    images: ['memcached'],
    source: 'names and images only',
    verified: on,
  },
  {
    id: 'cassandra',
    title: 'Cassandra',
    http: false,
    data: true,
    names: ['cql', 'cassandra'],
    images: ['cassandra', 'scylla'],
    source: 'names and images only',
    verified: on,
  },
  { id: 'nats', title: 'NATS', http: false, data: true, names: ['nats'], images: ['nats'], source: 'names and images only', verified: on },
  {
    id: 'mqtt',
    title: 'MQTT',
    http: false,
    data: true,
    names: ['mqtt', 'mqtts'],
    ports: [{ port: 1883 }, { port: 8883 }],
    images: ['eclipse-mosquitto', 'mosquitto', 'emqx', 'vernemq'],
    source: 'https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html, section 4.2',
    verified: on,
  },
  {
    id: 'dns',
    title: 'DNS',
    http: false,
    names: ['dns', 'domain'],
    ports: [{ port: 53 }, { port: 53, transport: 'UDP' }],
    images: ['coredns', 'unbound', 'bind9', 'pdns*'],
    source: IANA,
    verified: on,
  },
  {
    id: 'ssh',
    title: 'SSH',
    http: false,
    names: ['ssh', 'sftp'],
    ports: [{ port: 22 }],
    images: ['openssh-server', 'sftp', 'sshd'],
    source: IANA,
    verified: on,
  },
  {
    id: 'smtp',
    title: 'SMTP',
    http: false,
    names: ['smtp', 'smtps', 'submission', 'submissions'],
    ports: [{ port: 25 }, { port: 465 }, { port: 587 }],
    images: ['postfix', 'mailhog', 'docker-mailserver'],
    source: IANA,
    verified: on,
  },
  { id: 'imap', title: 'IMAP', http: false, names: ['imap', 'imaps'], ports: [{ port: 143 }, { port: 993 }], source: IANA, verified: on },
  { id: 'pop3', title: 'POP3', http: false, names: ['pop3', 'pop3s'], ports: [{ port: 110 }, { port: 995 }], source: IANA, verified: on },
  {
    id: 'ldap',
    title: 'LDAP',
    http: false,
    names: ['ldap', 'ldaps'],
    ports: [{ port: 389 }, { port: 636 }],
    images: ['openldap', 'glauth'],
    source: IANA,
    verified: on,
  },
  {
    id: 'ftp',
    title: 'FTP',
    http: false,
    names: ['ftp', 'ftps'],
    ports: [{ port: 21 }],
    images: ['vsftpd', 'pure-ftpd'],
    source: IANA,
    verified: on,
  },
  {
    id: 'sip',
    title: 'SIP',
    http: false,
    names: ['sip', 'sips'],
    ports: [{ port: 5060 }, { port: 5060, transport: 'UDP' }],
    images: ['asterisk', 'kamailio', 'freeswitch'],
    source: IANA,
    verified: on,
  },
  { id: 'ntp', title: 'NTP', http: false, names: ['ntp'], ports: [{ port: 123, transport: 'UDP' }], source: IANA, verified: on },
  {
    id: 'snmp',
    title: 'SNMP',
    http: false,
    names: ['snmp', 'snmptrap'],
    ports: [{ port: 161, transport: 'UDP' }],
    source: IANA,
    verified: on,
  },
  {
    id: 'syslog',
    title: 'Syslog',
    http: false,
    names: ['syslog'],
    ports: [{ port: 514, transport: 'UDP' }],
    images: ['rsyslog', 'syslog-ng'],
    source: IANA,
    verified: on,
  },
  { id: 'bgp', title: 'BGP', http: false, names: ['bgp'], ports: [{ port: 179 }], source: IANA, verified: on },
  {
    id: 'xmpp',
    title: 'XMPP',
    http: false,
    names: ['xmpp', 'xmpp-client'],
    ports: [{ port: 5222 }],
    images: ['ejabberd', 'prosody'],
    source: IANA,
    verified: on,
  },
  { id: 'tls', title: 'TLS', http: false, tls: true, names: ['tls'], source: APP_PROTOCOL, verified: on },
  { id: 'tcp', title: 'TCP', http: false, names: ['tcp'], source: APP_PROTOCOL, verified: on },
  { id: 'udp', title: 'UDP', http: false, names: ['udp'], source: APP_PROTOCOL, verified: on },
];

/** Words of port names that say that a port is not for the public, and ports that are known for it. */
export const INTERNAL_PORTS: readonly {
  what: 'metrics' | 'admin' | 'debug' | 'health';
  words: readonly string[];
  ports: readonly number[];
}[] = [
  { what: 'metrics', words: ['metrics', 'prometheus', 'prom', 'exporter', 'monitoring', 'telemetry'], ports: [9100, 9187, 9121, 9104] },
  { what: 'health', words: ['health', 'healthz', 'healthcheck', 'livez', 'readyz', 'probe', 'liveness', 'readiness'], ports: [] },
  { what: 'debug', words: ['debug', 'pprof', 'jdwp', 'jmx', 'delve', 'dlv'], ports: [5005, 6060] },
  { what: 'admin', words: ['admin', 'management', 'mgmt', 'manager', 'actuator'], ports: [15672] },
];

/** Last parts of images of what people look at with a browser. */
export const PAGE_IMAGES: readonly string[] = [
  'nginx',
  'nginx-unprivileged',
  'httpd',
  'apache',
  'caddy',
  'wordpress',
  'ghost',
  'drupal',
  'joomla',
  'grafana',
  'nextcloud',
  'phpmyadmin',
  'adminer',
  'mediawiki',
  'moodle',
  'odoo',
  'gitea',
  'jenkins',
  'sonarqube',
];
/** Words of names (workload, port, image) that speak of a page. */
export const PAGE_WORDS: readonly string[] = [
  'admin',
  'web',
  'www',
  'website',
  'site',
  'frontend',
  'front',
  'ui',
  'gui',
  'portal',
  'dashboard',
  'console',
  'blog',
  'cms',
  'storefront',
  'shop',
  'page',
  'pages',
  'landing',
  'docs',
  'wiki',
];
/** Words of names that speak of an API. */
export const API_WORDS: readonly string[] = ['api', 'rest', 'graphql', 'backend', 'webhook', 'grpc', 'rpc'];
