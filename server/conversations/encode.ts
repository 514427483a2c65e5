// A batch as binary array parameters, one a column. Written by hand because the driver's text arrays cost more than
// the insert: escaping every text, measuring it, escaping it again.
import type { PendingMessage } from './pending.ts';

const oid = { int8: 20, int2: 21, text: 25 };
const headerBytes = 20;

/** Reused from batch to batch: the driver copies parameters before it returns. */
let scratch = Buffer.allocUnsafe(1 << 20);
let end = 0;

/** Parameters of the insert, in its order: watermark, at, then an array a column. */
export function encodeBatch(batch: readonly PendingMessage[], watermark: number, at: number): unknown[] {
  end = 0;
  reserve(batch);
  return [
    watermark,
    at,
    encodeTexts(batch.map((message) => message.conversationId)),
    encodeInt8s(batch.map((message) => message.seq)),
    encodeTexts(batch.map((message) => message.messageId)),
    encodeInt2s(batch.map((message) => message.member)),
    encodeTexts(batch.map((message) => message.via)),
    encodeTexts(batch.map((message) => message.contentText)),
    encodeTexts(batch.map((message) => message.deviceId)),
    encodeInt8s(batch.map((message) => message.replyTo)),
    encodeTexts(batch.map((message) => message.staffId)),
    encodeTexts(batch.map((message) => message.opaque)),
    encodeTexts(batch.map((message) => message.mediaId)),
  ];
}

/** Room for the worst case: every character of a text in three bytes. */
function reserve(batch: readonly PendingMessage[]): void {
  let bytes = 0;
  for (const message of batch) {
    bytes += (message.contentText.length + (message.opaque?.length ?? 0)) * 3 + rowBytesMax;
  }
  if (bytes + 12 * headerBytes > scratch.length) scratch = Buffer.allocUnsafe(2 * bytes);
}

const rowBytesMax = 320;

/** A null parameter stands for a column of nulls alone: `unnest` fills it up. */
function encodeTexts(values: readonly (string | null)[]): Buffer | null {
  if (values.every((value) => value === null)) return null;
  const start = beginArray(oid.text, values.length);
  for (const value of values) {
    const bytes = value === null ? -1 : scratch.write(value, end + 4, 'utf8');
    scratch.writeInt32BE(bytes, end);
    end += 4 + Math.max(0, bytes);
  }
  return scratch.subarray(start, end);
}

function encodeInt8s(values: readonly (number | null)[]): Buffer | null {
  if (values.every((value) => value === null)) return null;
  const start = beginArray(oid.int8, values.length);
  for (const value of values) {
    end = scratch.writeInt32BE(value === null ? -1 : 8, end);
    if (value === null) continue;
    end = scratch.writeInt32BE(Math.floor(value / 2 ** 32), end);
    end = scratch.writeUInt32BE(value % 2 ** 32, end);
  }
  return scratch.subarray(start, end);
}

function encodeInt2s(values: readonly number[]): Buffer {
  const start = beginArray(oid.int2, values.length);
  for (const value of values) {
    end = scratch.writeInt32BE(2, end);
    end = scratch.writeInt16BE(value, end);
  }
  return scratch.subarray(start, end);
}

/** One dimension, perhaps with nulls, counted from 1. */
function beginArray(elementOid: number, length: number): number {
  const start = end;
  end = scratch.writeInt32BE(1, end);
  end = scratch.writeInt32BE(1, end);
  end = scratch.writeInt32BE(elementOid, end);
  end = scratch.writeInt32BE(length, end);
  end = scratch.writeInt32BE(1, end);
  return start;
}
