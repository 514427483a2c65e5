/* What the load process needs from a protocol: lanes from a sender to a receiver, and idle connections. */

/** A lane is one sender and one conversation. Messages of a lane are counted from 0 and keep their order. */
export type LaneEvents = {
  /** The server promised the sender that its first `count` messages are stored. */
  acked(lane: number, count: number): void;
  /** Message `index` arrived on the receiver's socket. */
  delivered(lane: number, index: number): void;
  /** A connection broke or said something unexpected: the run is worth nothing. */
  failed(error: Error): void;
};

export type Lanes = {
  /** Sends the next message of the lane; `text` ends up in the other side's event as it is. */
  send(lane: number, text: string): void;
  close(): Promise<void>;
};

export type Wire = {
  /** Signs in what the lanes need; lane n is ready to send when this resolves. */
  openLanes(count: number, events: LaneEvents): Promise<Lanes>;
  /** Signs in account `index` and keeps the connection idle until `close` resolves; `failed` hears when it breaks before. */
  openIdle(index: number, failed: (error: Error) => void): Promise<{ close(): Promise<void> }>;
};

const textBytes = 200;
const indexDigits = 10;
const filler = 'Is the blue one still there in size 42, and could I have it by Friday? ';

/** The text of message `index`: 200 bytes of ASCII that begin with the index. */
export function makeText(index: number): string {
  const head = `${String(index).padStart(indexDigits, '0')} `;
  return head + filler.repeat(3).slice(0, textBytes - head.length);
}

/** The index that `makeText` put into the text which starts at `at`. */
export function readIndex(carrier: string, at = 0): number {
  return Number(carrier.slice(at, at + indexDigits));
}

/** Runs `open` for 0 … count − 1, at most `atOnce` at the same time, and keeps the order of the answers. */
export async function openAll<T>(
  count: number,
  atOnce: number,
  open: (index: number) => Promise<T>,
): Promise<T[]> {
  const opened: T[] = new Array(count);
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < count; index = next++) opened[index] = await open(index);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return opened;
}
