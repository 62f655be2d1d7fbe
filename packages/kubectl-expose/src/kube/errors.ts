import { UserError } from '../errors.js';

/** What kept us from talking to the API server. */
export type ConnectionErrorKind = 'config' | 'auth' | 'network' | 'tls' | 'timeout' | 'protocol';

/** The cluster could not be talked to, for a reason that the user can mend. */
export class ConnectionError extends UserError {
  readonly kind: ConnectionErrorKind;

  constructor(kind: ConnectionErrorKind, message: string, remedy?: string, cause?: unknown) {
    super(message, { ...(remedy === undefined ? {} : { remedy }), ...(cause === undefined ? {} : { cause }) });
    this.name = 'ConnectionError';
    this.kind = kind;
  }
}

/** One cause in a Status (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/). */
interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

/** `details` of a Status. */
export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

/** What the API server said no to. */
export interface ApiErrorInit {
  status: number;
  reason: string;
  message: string;
  details?: StatusDetails | undefined;
  /** The missing verb of a 403. */
  verb?: string | undefined;
  /** `plural.group` (with `/subresource`) of a 403. */
  resource?: string | undefined;
  /** Namespace of a 403; absent at the cluster scope. */
  namespace?: string | undefined;
  remedy?: string | undefined;
}

/** The API server answered with a Status of Failure, or with something else than success. */
export class ApiError extends UserError {
  /** HTTP status. */
  readonly status: number;
  /** `NotFound`, `Forbidden`, `Conflict`, `AlreadyExists`, `Invalid` …; `Unknown` when it answered no Status. */
  readonly reason: string;
  readonly details: StatusDetails;
  readonly verb: string | undefined;
  readonly resource: string | undefined;
  readonly namespace: string | undefined;

  constructor(init: ApiErrorInit) {
    super(init.message, init.remedy === undefined ? {} : { remedy: init.remedy });
    this.name = 'ApiError';
    this.status = init.status;
    this.reason = init.reason;
    this.details = init.details ?? {};
    this.verb = init.verb;
    this.resource = init.resource;
    this.namespace = init.namespace;
  }
}

/** Whether a value is an ApiError with one of these HTTP statuses. */
export function isApiError(error: unknown, ...statuses: number[]): error is ApiError {
  return error instanceof ApiError && (statuses.length === 0 || statuses.includes(error.status));
}
