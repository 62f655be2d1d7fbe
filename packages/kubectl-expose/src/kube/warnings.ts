import { visible } from './visible.js';

// RFC 7234 5.5: 299 agent "text", several separated by commas
const WARNING = /299 (?:[^\s"]+|"(?:[^"\\]|\\.)*") "((?:[^"\\]|\\.)*)"/g;

/** The texts of a Warning header, control characters made visible. */
export function warningsOf(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(', ') : (header ?? '');
  // Node hands headers out as latin1
  return [...text.matchAll(WARNING)].map(([, quoted = '']) =>
    visible(Buffer.from(quoted.replace(/\\(.)/g, '$1'), 'latin1').toString('utf8')),
  );
}
