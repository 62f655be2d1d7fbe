import { visible } from '../kube/visible.js';
import type { Failure } from './failure.js';
import type { HttpProbeAnswer } from './http.js';

/**
 * What the status of an answer says of the way to the workload, not of the workload's manners. Where nothing of layer 7 is in
 * between (`direct`) whatever is answered comes from the process. Else 403 and 404 may come from the process or from a controller,
 * and 502, 503 and 504 from a controller that does not get through (https://www.rfc-editor.org/rfc/rfc9110#section-15).
 */
export function judgeStatus(answer: HttpProbeAnswer, direct: boolean): Failure {
  const { status, headers, body } = answer;
  const seen = `HTTP ${status}${headers.server ? ` from ${visible(String(headers.server))}` : ''}`;
  if (status >= 300 && status < 400 && headers.location)
    return { verdict: 'ok', evidence: `${seen}, redirect to ${visible(headers.location)}` };
  if (status === 400 && /sent to (an )?HTTPS (port|server)/i.test(body)) {
    return {
      verdict: 'broken',
      evidence: `${seen}: plain HTTP was sent to a port that wants TLS`,
      remedy: 'Speak https, or set the option backend-protocol=https.',
    };
  }
  const gateway = direct ? undefined : GATEWAY_REMEDY[status];
  if (gateway) return { verdict: 'broken', evidence: seen + firstLine(body), remedy: gateway };
  if (status >= 500)
    return {
      verdict: 'unknown',
      evidence: seen + firstLine(body),
      remedy: 'Something answers with an error: look at the logs of the workload.',
    };
  const denied = direct ? undefined : DENIED_REMEDY[status];
  return denied ? { verdict: 'unknown', evidence: seen + firstLine(body), remedy: denied } : { verdict: 'ok', evidence: seen };
}

const DENIED_REMEDY: Record<number, string> = {
  403: 'Either the workload denies this, or an allow-list in front of it does not have this machine.',
  404: 'Either the workload has no such page or no route matches: compare host and path, or ask for a page that exists with --path.',
};

const GATEWAY_REMEDY: Record<number, string> = {
  502: 'The way to the workload is broken behind the entry: check targetPort and the protocol that the workload speaks.',
  503: 'No ready endpoint: check that pods are ready and that the selector of the Service fits them.',
  504: 'The workload does not answer in time: check that it listens and that no NetworkPolicy is in the way.',
};

function firstLine(body: string): string {
  const text = body
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  return text === '' ? '' : `: ${text}`;
}
