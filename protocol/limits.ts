// Every limit, with its unit in its name. Beside each: what happens there.
export const limits = {
  /** A longer frame closes the socket with `frame_too_large`. */
  frameBytesMax: 1_048_576,
  /** More frames in one array are refused with `frame_invalid`. */
  framesPerBatchMax: 256,
  /** A longer text is refused (Cloud API: text.body ≤ 4096). */
  textCharsMax: 4096,
  captionCharsMax: 1024,
  /** Cloud API: interactive body, footer, header text. */
  interactiveBodyCharsMax: 1024,
  interactiveFooterCharsMax: 60,
  interactiveHeaderCharsMax: 60,
  buttonsMax: 3,
  buttonTitleCharsMax: 20,
  buttonIdCharsMax: 256,
  listSectionsMax: 10,
  listRowsMax: 10,
  listRowIdCharsMax: 200,
  listRowTitleCharsMax: 24,
  listRowDescriptionCharsMax: 72,
  listButtonCharsMax: 20,
  productListProductsMax: 30,
  productListSectionsMax: 10,
  /** Sends of one device not yet answered; more get `too_many_in_flight` and may be retried. */
  sendsInFlightMax: 64,
  /** Requests of one socket (pull, list, place_order, pay) not yet answered; more get `too_many_in_flight`. */
  requestsInFlightMax: 16,
  /** Wrong or foreign frames of one socket in a minute; more close it. */
  wrongFramesMax: 30,
  /** Messages of one device: a bucket that refills; beyond it `rate_limited` with `retry_after_ms`. */
  sendBurstMax: 60,
  sendsPerMinuteMax: 60,
  /** Messages of a page of a conversation. */
  pageMessagesMax: 200,
  /** A page ends before it grows beyond this, but has one message at least. */
  pageBytesMax: 196_608,
  /** Conversations of a page of the chat list. */
  pageConversationsMax: 50,
  /** Bytes waiting in one socket before it gets only notices (`behind`), then is closed. */
  socketBufferBytesBehind: 262_144,
  socketBufferBytesMax: 1_048_576,
  /** A silent socket is closed; clients ping in between. */
  socketIdleSecondsMax: 90,
  pingEveryMs: 30_000,
  /** Typing is sent at most this often and forgotten after. */
  typingEveryMs: 3_000,
  typingExpiresMs: 6_000,
  /** Rows of one group commit. */
  commitRowsMax: 1_000,
  nameCharsMax: 64,
  aboutCharsMax: 139,
  /** Sign-in codes (see SPEC AC rules). */
  codeDigits: 6,
  codeTtlMs: 10 * 60_000,
  codeTriesMax: 5,
  codesPerHourPerNumberMax: 5,
  codesPerDayPerNumberMax: 10,
  codesPerHourPerAddressMax: 30,
  /** Pictures: larger is refused before it is decoded. */
  imageBytesMax: 5_242_880,
  imagePixelsMax: 50_000_000,
  imageEdgePxMax: 2_048,
  thumbnailEdgePx: 480,
  mediaUrlTtlMs: 5 * 60_000,
  /** A product's words; more is shortened on import and refused elsewhere. */
  skuCharsMax: 100,
  productTitleCharsMax: 200,
  productDescriptionCharsMax: 10_000,
  productOptionsMax: 3,
  productVariantsMax: 500,
  productPicturesMax: 30,
  /** Cart and order. */
  cartLinesMax: 100,
  lineQuantityMax: 999,
  orderNoteCharsMax: 1_000,
  /** Stock is held for an unpaid order this long, then given back. */
  reservationTtlMs: 24 * 60 * 60_000,
  /** Import: more is refused line by line or as a whole, never truncated in silence. */
  importBytesMax: 512 * 1_048_576,
  importRowBytesMax: 262_144,
  importRowsMax: 500_000,
  importReportLinesMax: 10_000,
  jsonBodyBytesMax: 1_048_576,
  jsonDepthMax: 32,
  /** Webhooks. */
  webhookBatchMax: 1_000,
  webhookTimeoutMs: 15_000,
  webhookAgeMsMax: 7 * 24 * 60 * 60_000,
  /** Cloud API. */
  opaqueCallbackCharsMax: 512,
  serviceWindowMs: 24 * 60 * 60_000,
} as const;
