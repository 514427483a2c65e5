// The errors of the Cloud API that this server can answer or send in a `failed` status. `code` is Meta's and stable;
// `title` is what clients match on, so it is exact; `details` are worded where the error is raised.

/** `status` is the HTTP status of a synchronous refusal, `title` the text after the `(#code) ` prefix. */
export const graphErrors = {
  1: { status: 500, title: 'An unknown error occurred', transient: true },
  2: { status: 503, title: 'Service temporarily unavailable', transient: true },
  3: { status: 400, title: 'Unknown method', transient: false },
  4: { status: 429, title: 'Application request limit reached', transient: true },
  10: { status: 403, title: 'Application does not have permission for this action', transient: false },
  15: {
    status: 400,
    title: 'This method must be called with an app access_token.',
    transient: false,
  },
  100: { status: 400, title: 'Invalid parameter', transient: false },
  101: { status: 400, title: 'Error validating application.', transient: false },
  104: { status: 401, title: 'An access token is required to request this resource.', transient: false },
  190: { status: 401, title: 'Invalid OAuth access token.', transient: false },
  200: { status: 403, title: 'Permissions error', transient: false },
  803: { status: 404, title: 'Some of the aliases you requested do not exist', transient: false },
  2200: { status: 400, title: 'Callback verification failed', transient: false },
  2500: { status: 400, title: 'Unknown path components', transient: false },
  80007: { status: 429, title: 'Rate limit issues', transient: true },
  130429: { status: 400, title: 'Rate limit hit', transient: true },
  130472: { status: 400, title: "User's number is part of an experiment", transient: false },
  131000: { status: 500, title: 'Something went wrong', transient: true },
  131005: { status: 403, title: 'Access denied', transient: false },
  131008: { status: 400, title: 'Required parameter is missing', transient: false },
  131009: { status: 400, title: 'Parameter value is not valid', transient: false },
  131016: { status: 500, title: 'Service unavailable', transient: true },
  131021: { status: 400, title: 'Recipient cannot be sender', transient: false },
  131026: { status: 400, title: 'Message undeliverable', transient: false },
  131047: { status: 400, title: 'Re-engagement message', transient: false },
  131050: { status: 400, title: 'User has stopped messages from this business', transient: false },
  131051: { status: 400, title: 'Unsupported message type', transient: false },
  131052: { status: 400, title: 'Media download error', transient: false },
  131053: { status: 400, title: 'Media upload error', transient: false },
  131056: { status: 400, title: '(Business Account, Consumer Account) pair rate limit hit', transient: true },
  132001: { status: 404, title: 'Template name does not exist in the translation', transient: false },
} as const satisfies Record<number, { status: number; title: string; transient: boolean }>;

export type GraphErrorCode = keyof typeof graphErrors;

/** The body of every refused Graph request. */
export interface GraphErrorBody {
  error: {
    message: string;
    type: 'OAuthException' | 'GraphMethodException' | 'AuthException';
    code: number;
    error_subcode?: number;
    error_data?: { messaging_product: 'whatsapp'; details: string };
    error_user_title?: string;
    error_user_msg?: string;
    is_transient?: boolean;
    fbtrace_id: string;
  };
}

/** An error as a webhook carries it, in `statuses[].errors` or `messages[].errors`. */
export interface WebhookError {
  code: number;
  title: string;
  message: string;
  error_data: { details: string };
  href?: string;
}
