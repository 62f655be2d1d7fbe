import { ApiError, type ApiErrorInit, type StatusDetails } from './errors.js';
import { visible } from './visible.js';

/** What a 403 of RBAC says is missing. */
export interface MissingRight {
  verb: string;
  /** `plural.group`, with `/subresource` where there is one. */
  resource: string;
  /** Absent at the cluster scope. */
  namespace?: string;
}

// k8s.io/apiserver, pkg/endpoints/handlers/responsewriters/errors.go: forbiddenMessage
const FORBIDDEN = /cannot ([a-z]+) resource "([^"]*)" in API group "([^"]*)"(?: in the namespace "([^"]*)"| at the cluster scope)?/;
const FORBIDDEN_PATH = /cannot ([a-z]+) path "([^"]*)"/;

/** Reads verb, resource and namespace from the message of a 403. */
export function missingRight(message: string): MissingRight | undefined {
  const match = FORBIDDEN.exec(message);
  if (match) {
    const [, verb = '', resource = '', group = '', namespace] = match;
    const [plural = '', subresource] = resource.split('/');
    const full = `${plural}${group ? `.${group}` : ''}${subresource ? `/${subresource}` : ''}`;
    return { verb, resource: full, ...(namespace ? { namespace } : {}) };
  }
  const path = FORBIDDEN_PATH.exec(message);
  return path ? { verb: path[1] ?? '', resource: path[2] ?? '' } : undefined;
}

/** The error for an answer outside 200–299. `what` names the request for answers that are no Status. */
export function apiErrorOf(status: number, body: string, what: string): ApiError {
  const parsed = readStatus(body);
  if (!parsed) {
    const text = visible(body.trim().slice(0, 300));
    return new ApiError({ status, reason: 'Unknown', message: `${what}: HTTP ${status}${text ? `: ${text}` : ''}` });
  }
  const message = visible(parsed.message || `${what}: HTTP ${status}`);
  const init: ApiErrorInit = { status: parsed.code || status, reason: parsed.reason || reasonOf(status), message, details: parsed.details };
  const right = init.status === 403 ? missingRight(parsed.message) : undefined;
  return new ApiError(right ? { ...init, ...right } : init);
}

interface Status {
  message: string;
  reason: string;
  code: number;
  details: StatusDetails | undefined;
}

function readStatus(body: string): Status | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || (value as { kind?: unknown }).kind !== 'Status') return undefined;
  const { message, reason, code, details } = value as Record<string, unknown>;
  return {
    message: typeof message === 'string' ? message : '',
    reason: typeof reason === 'string' ? reason : '',
    code: typeof code === 'number' ? code : 0,
    details: typeof details === 'object' && details !== null ? (details as StatusDetails) : undefined,
  };
}

function reasonOf(status: number): string {
  return (
    { 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound', 409: 'Conflict', 410: 'Gone', 429: 'TooManyRequests' }[status] ?? 'Unknown'
  );
}
