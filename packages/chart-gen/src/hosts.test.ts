import { describe, expect, it } from 'vitest';
import { holdsHost, makeHostFinder } from './hosts.js';
import { readInput, type Item } from './input.js';
import { resolveOptions } from './options.js';
import { indexOf } from './references.js';

const service = (name: string, port: number, extra = {}, namespace?: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, ...(namespace ? { namespace } : {}) },
  spec: { ports: [{ port }], ...extra },
});
const items: Item[] = readInput(
  [
    service('redis', 6379),
    service('redis-cart', 6379),
    service('cockroachdb', 26257, { clusterIP: 'None' }),
    { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'cockroachdb' } },
    service('web', 80, {}, 'shop'),
  ],
  resolveOptions({ name: 'x' }),
);
const find = makeHostFinder(indexOf(items));
const shown = (text: string, isHost = false, namespace?: string): string =>
  find(text, namespace, isHost)
    .map((piece) =>
      typeof piece === 'string'
        ? piece
        : 'item' in piece
          ? `<${piece.item.object.kind[0]}:${piece.item.name}>`
          : 'namespace' in piece
            ? `<n:${piece.namespace}>`
            : `<r:${piece.releaseNamespace}>`,
    )
    .join('');

describe('makeHostFinder', () => {
  it.each([
    ['redis:6379', '<S:redis>:6379'],
    ['redis-cart:6379,redis:6379', '<S:redis-cart>:6379,<S:redis>:6379'],
    ['redis://redis/0', 'redis://<S:redis>/0'],
    ['amqp://user:pw@redis', 'amqp://user:pw@<S:redis>'],
    ['http://web.shop.svc.cluster.local/x', 'http://<S:web>.<n:shop>.svc.cluster.local/x'],
    ['http://web.shop:80', 'http://<S:web>.<n:shop>:80'],
    ['web.shop', '<S:web>.<n:shop>'],
    ['redis.svc', '<S:redis>.svc'],
    [
      '--join cockroachdb-0.cockroachdb,cockroachdb-1.cockroachdb',
      '--join <S:cockroachdb>-0.<S:cockroachdb>,<S:cockroachdb>-1.<S:cockroachdb>',
    ],
    ['redis-cli -h redis ping', 'redis-cli -h <S:redis> ping'],
    ['--redis-addr=redis', '--redis-addr=<S:redis>'],
    ['redis.default.svc.cluster.local', '<S:redis>.<r:default>.svc.cluster.local'],
    ['http://redis.default:6379/', 'http://<S:redis>.<r:default>:6379/'],
    ['until nc -z -w 2 redis 6379; do sleep 1; done', 'until nc -z -w 2 <S:redis> 6379; do sleep 1; done'],
    ['until nslookup redis; do', 'until nslookup <S:redis>; do'],
    ['wget -qO- redis/health', 'wget -qO- <S:redis>/health'],
    ['a=1\ndb.host=redis\nb=2', 'a=1\ndb.host=<S:redis>\nb=2'],
    ['db:\n  host: redis\n', 'db:\n  host: <S:redis>\n'],
    ['{"hostname": "redis", "port": 1}', '{"hostname": "<S:redis>", "port": 1}'],
    ['upstream a { server redis; }', 'upstream a { server <S:redis>; }'],
    ['cacheServer = redis', 'cacheServer = <S:redis>'],
  ])('%s is %s', (text, expected) => expect(shown(text)).toBe(expected));

  it.each([
    'redis',
    'redis:7',
    'redis:7.2-alpine',
    'redis.conf',
    'my-redis:6379',
    'redis-x:6379',
    '/etc/redis/redis.conf',
    'redis:16379',
    'http://redis.example.com/',
    'a redis server',
    'web:80',
    'http://web/',
    'redis6:6379',
    'redis.other.svc',
    'echo waiting for redis',
    'name: redis',
    '{"service": "redis"}',
    'server redis 10.0.0.1:80',
    'url: redis/x',
    'ghost=redis',
    'nc redis-master 1',
    'ping\nredis -x',
  ])('%s is no host', (text) => expect(shown(text)).toBe(text));

  it('takes a whole text for a host only where it is one', () => {
    expect(shown('redis', true)).toBe('<S:redis>');
    expect(shown('web', true, 'shop')).toBe('<S:web>');
    expect(shown('web', true)).toBe('web');
    expect(shown('redis,redis-cart', true)).toBe('<S:redis>,<S:redis-cart>');
    expect(shown('redis-master', true)).toBe('redis-master');
  });
});

it.each([
  ['REDIS_HOST', true],
  ['redisAddr', true],
  ['DB_SERVICE', true],
  ['CART_URL', true],
  ['GHOST', false],
  ['NAME', false],
  ['HOSTNAME', true],
  ['REDIS_MASTER', true],
  ['KAFKA_BROKERS', true],
  ['OTEL_SERVICE_NAME', false],
])('holdsHost(%s) is %s', (name, expected) => expect(holdsHost(name)).toBe(expected));
