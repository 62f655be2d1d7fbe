import type { ExposurePort, Protocol } from '@expose-plus/core';
import type { Problem } from './normalise.js';

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** A port number as typed; `undefined` when it is none. */
export function readPortNumber(text: string): number | undefined {
  const number = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= 65535 ? number : undefined;
}

/** A target port as typed: a number, or a name with a letter in it (RFC 6335, at most 15 characters). */
export function readTargetPort(text: string): number | string | undefined {
  if (/^[0-9]+$/.test(text)) return readPortNumber(text);
  return text.length <= 15 && NAME.test(text) && /[a-z]/.test(text) ? text : undefined;
}

/** Reads one `--port [NAME=]PORT[:TARGET][/PROTOCOL]`. */
export function readPort(text: string): ExposurePort | Problem {
  const wrong = (message: string): Problem => ({
    message: `--port=${text}: ${message}`,
    remedy: '--port 80, --port 80:http, --port web=80:8080/TCP',
  });
  const [, name, port = '', target, protocol] = /^(?:([^=]*)=)?([^:/]*)(?::([^/]*))?(?:\/(.*))?$/s.exec(text) ?? [];
  const number = readPortNumber(port);
  if (number === undefined) return wrong(`"${port}" is not a port number from 1 to 65535`);
  if (name !== undefined && !(name.length <= 63 && NAME.test(name)))
    return wrong(`"${name}" is not a port name (lower-case letters, digits, dashes)`);
  const targetPort = target === undefined ? undefined : readTargetPort(target);
  if (target !== undefined && targetPort === undefined) return wrong(`"${target}" is neither a port number nor the name of one`);
  const transport = protocol?.toUpperCase();
  if (transport !== undefined && !isProtocol(transport)) return wrong(`"${protocol}" must be TCP, UDP or SCTP`);
  return {
    ...(name === undefined ? {} : { name }),
    port: number,
    ...(targetPort === undefined ? {} : { targetPort }),
    ...(transport === undefined ? {} : { protocol: transport }),
  };
}

function isProtocol(text: string): text is Protocol {
  return text === 'TCP' || text === 'UDP' || text === 'SCTP';
}

/** Fixed numbers as typed by `--node-port` or `--host-port`: with the port they belong to, or alone. */
export interface FixedPorts {
  /** By port name or number. */
  named: Record<string, number>;
  /** Given without a port: belongs to the only one. */
  alone?: number;
}

/** Reads every `[PORT=]NUMBER` of one flag. */
export function readFixedPorts(flag: string, values: readonly string[], problems: Problem[]): FixedPorts {
  const fixed: FixedPorts = { named: {} };
  for (const text of values) {
    const equals = text.lastIndexOf('=');
    const number = readPortNumber(text.slice(equals + 1));
    if (number === undefined)
      problems.push({
        message: `--${flag}=${text}: must be a port number from 1 to 65535`,
        remedy: `--${flag} 30080, --${flag} http=30080`,
      });
    else if (equals >= 0) fixed.named[text.slice(0, equals)] = number;
    else fixed.alone = number;
  }
  return fixed;
}
