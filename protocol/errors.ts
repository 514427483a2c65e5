// The one catalogue of errors. A code is stable for ever; `status` is its HTTP status, `retry` whether the same
// request may succeed later. Texts are for developers; people read the app's own words for the code.
export const errorCatalogue = {
  // any door
  invalid_request: {
    status: 400,
    retry: false,
    text: 'The request is not of the form that this endpoint takes.',
  },
  not_found: { status: 404, retry: false, text: 'There is nothing here, or it is not yours to see.' },
  method_not_allowed: { status: 405, retry: false, text: 'This address does not take that method.' },
  body_too_large: { status: 413, retry: false, text: 'The body is larger than this endpoint takes.' },
  origin_refused: { status: 403, retry: false, text: 'The request comes from a foreign origin.' },
  host_refused: { status: 421, retry: false, text: 'This server does not answer for that host name.' },
  rate_limited: { status: 429, retry: true, text: 'Too many requests; try again after the time given.' },
  overloaded: {
    status: 503,
    retry: true,
    text: 'The server is at its limit; try again after the time given.',
  },
  draining: { status: 503, retry: true, text: 'The server is restarting; try again in a moment.' },
  storage_failed: {
    status: 503,
    retry: true,
    text: 'The store did not confirm the write; nothing was acknowledged.',
  },
  internal: { status: 500, retry: true, text: 'Something broke on our side; it was logged.' },
  idempotency_mismatch: { status: 409, retry: false, text: 'This key was used before with other content.' },
  // accounts
  not_signed_in: { status: 401, retry: false, text: 'Sign in first.' },
  session_expired: { status: 401, retry: false, text: 'This session has ended; sign in again.' },
  not_permitted: { status: 403, retry: false, text: 'Your role does not allow this.' },
  phone_invalid: { status: 400, retry: false, text: 'This is not a phone number.' },
  phone_taken: { status: 409, retry: false, text: 'This phone number belongs to another account.' },
  code_wrong: { status: 400, retry: false, text: 'The code is wrong.' },
  code_expired: { status: 400, retry: false, text: 'The code has expired or was used; ask for a new one.' },
  code_tries_exceeded: { status: 400, retry: false, text: 'Too many wrong codes; ask for a new one.' },
  credentials_wrong: { status: 401, retry: false, text: 'E-mail address or password is wrong.' },
  // sockets and conversations
  frame_invalid: { status: 400, retry: false, text: 'The frame is not of a form that the protocol knows.' },
  frame_too_large: { status: 413, retry: false, text: 'The frame is larger than the protocol allows.' },
  conversation_not_member: { status: 403, retry: false, text: 'You are not a member of this conversation.' },
  content_not_permitted: { status: 403, retry: false, text: 'This kind of message cannot be sent by you.' },
  message_id_reused: { status: 409, retry: false, text: 'This message id was used in another conversation.' },
  too_many_in_flight: { status: 429, retry: true, text: 'Too many messages wait for their answer.' },
  reply_target_unknown: {
    status: 400,
    retry: false,
    text: 'The message replied to is not in this conversation.',
  },
  blocked: { status: 403, retry: false, text: 'The other side does not take messages from you.' },
  window_closed: {
    status: 403,
    retry: false,
    text: 'The 24 hours to answer freely are over; use a template.',
  },
  // media
  media_type_unsupported: {
    status: 415,
    retry: false,
    text: 'The file is not of a type that is taken here.',
  },
  media_too_large: { status: 413, retry: false, text: 'The file is larger than its type allows.' },
  media_pixels_exceeded: { status: 413, retry: false, text: 'The picture has more pixels than are taken.' },
  media_damaged: { status: 422, retry: false, text: 'The file cannot be read as what it claims to be.' },
  media_link_expired: { status: 404, retry: false, text: 'This link has expired; ask for a new one.' },
  address_refused: { status: 403, retry: false, text: 'The server may not connect to that address.' },
  // commerce
  product_unavailable: { status: 409, retry: false, text: 'This product is not for sale any more.' },
  stock_insufficient: { status: 409, retry: false, text: 'There is not enough stock.' },
  cart_empty: { status: 400, retry: false, text: 'The basket is empty.' },
  price_not_accepted: { status: 400, retry: false, text: 'Prices are set by the shop, not by the request.' },
  order_state_forbids: {
    status: 409,
    retry: false,
    text: 'The order is in a state that does not allow this.',
  },
  import_header_invalid: {
    status: 400,
    retry: false,
    text: 'The first line does not name the columns of a known format.',
  },
  import_encoding_invalid: {
    status: 400,
    retry: false,
    text: 'The file is not UTF-8 or UTF-16 text throughout.',
  },
  import_too_large: { status: 413, retry: false, text: 'The file is larger than an import may be.' },
  // payments
  funds_insufficient: { status: 402, retry: false, text: 'The balance does not cover the amount.' },
  payment_state_forbids: {
    status: 409,
    retry: false,
    text: 'The payment is in a state that does not allow this.',
  },
  payment_refused: { status: 402, retry: false, text: 'The payment was refused by its provider.' },
  rail_unavailable: { status: 409, retry: false, text: 'This way to pay is not offered here.' },
} as const satisfies Record<string, { status: number; retry: boolean; text: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** Bad input or a refusal, by its catalogued code. `details` names the offending field, never its secret content. */
export class Fault extends Error {
  readonly code: ErrorCode;
  readonly details: string | undefined;
  readonly retryAfterMs: number | undefined;
  constructor(code: ErrorCode, details?: string, retryAfterMs?: number) {
    super(details ? `${code}: ${details}` : code);
    this.name = 'Fault';
    this.code = code;
    this.details = details;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The JSON body of a refused HTTP request of ours: `{error: {code, message, details?, retry_after_ms?}}`. */
export interface ErrorBody {
  error: { code: ErrorCode; message: string; details?: string; retry_after_ms?: number };
}

export function toErrorBody(fault: Fault): ErrorBody {
  return {
    error: {
      code: fault.code,
      message: errorCatalogue[fault.code].text,
      ...(fault.details === undefined ? {} : { details: fault.details }),
      ...(fault.retryAfterMs === undefined ? {} : { retry_after_ms: fault.retryAfterMs }),
    },
  };
}
