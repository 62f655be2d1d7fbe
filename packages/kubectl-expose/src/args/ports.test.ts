import { expect, it } from 'vitest';
import { readFixedPorts, readPort } from './ports.js';
import type { Problem } from './normalise.js';

it.each<[string, object]>([
  ['80', { port: 80 }],
  ['80:8080', { port: 80, targetPort: 8080 }],
  ['80:http', { port: 80, targetPort: 'http' }],
  ['80/udp', { port: 80, protocol: 'UDP' }],
  ['web=80:http/TCP', { name: 'web', port: 80, targetPort: 'http', protocol: 'TCP' }],
  ['65535', { port: 65535 }],
])('--port %s', (text, port) => expect(readPort(text)).toEqual(port));

it.each<[string, string]>([
  ['', '"" is not a port number from 1 to 65535'],
  ['0', '"0" is not a port number from 1 to 65535'],
  ['65536', '"65536" is not a port number from 1 to 65535'],
  ['80.5', '"80.5" is not a port number from 1 to 65535'],
  ['-1', '"-1" is not a port number from 1 to 65535'],
  ['http', '"http" is not a port number from 1 to 65535'],
  ['80:', '"" is neither a port number nor the name of one'],
  ['80:HTTP', '"HTTP" is neither a port number nor the name of one'],
  ['80:0', '"0" is neither a port number nor the name of one'],
  ['80/ICMP', '"ICMP" must be TCP, UDP or SCTP'],
  ['Web=80', '"Web" is not a port name (lower-case letters, digits, dashes)'],
])('--port %s is refused', (text, message) => expect((readPort(text) as Problem).message).toBe(`--port=${text}: ${message}`));

it('fixed ports stand alone or belong to a port', () => {
  const problems: Problem[] = [];
  expect(readFixedPorts('node-port', ['http=30080', '443=30443', '30086'], problems)).toEqual({
    named: { http: 30080, '443': 30443 },
    alone: 30086,
  });
  expect(readFixedPorts('node-port', ['x', 'http=70000'], problems)).toEqual({ named: {} });
  expect(problems.map((problem) => problem.message)).toEqual([
    '--node-port=x: must be a port number from 1 to 65535',
    '--node-port=http=70000: must be a port number from 1 to 65535',
  ]);
});
