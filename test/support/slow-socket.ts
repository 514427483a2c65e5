// A WebSocket client on a bare TCP socket, whose reader can be stopped as a phone in a tunnel stops.
import { connect, type Socket } from 'node:net';

export interface SlowSocket {
  /** Sends one text message. */
  send(text: string): void;
  /** Reads nothing more: what the server writes piles up on the way. */
  stopReading(): void;
  goOnReading(): void;
  /** The texts that have arrived. */
  texts: string[];
  /** The code of the close frame, once it came. */
  closeCode(): number | null;
  destroy(): void;
}

export async function openSlowSocket(url: string): Promise<SlowSocket> {
  const { hostname, port, pathname } = new URL(url);
  const tcp = connect(Number(port), hostname);
  await new Promise<void>((done, failed) => {
    tcp.once('connect', done);
    tcp.once('error', failed);
  });
  tcp.write(
    `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  const texts: string[] = [];
  let code: number | null = null;
  tcp.on('error', () => {});
  await readHandshake(tcp, (rest) => {
    let bytes = rest;
    const take = (chunk: Buffer) => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      for (let frame = readFrame(bytes); frame !== null; frame = readFrame(bytes)) {
        if (frame.opcode === 1) texts.push(frame.payload.toString('utf8'));
        if (frame.opcode === 8) code = frame.payload.readUInt16BE(0);
        bytes = bytes.subarray(frame.size);
      }
    };
    take(Buffer.alloc(0));
    tcp.on('data', take);
  });
  return {
    send: (text) => void tcp.write(maskedFrame(text)),
    stopReading: () => void tcp.pause(),
    goOnReading: () => void tcp.resume(),
    texts,
    closeCode: () => code,
    destroy: () => void tcp.destroy(),
  };
}

function readHandshake(tcp: Socket, begin: (rest: Buffer) => void): Promise<void> {
  let head = Buffer.alloc(0);
  return new Promise((done) => {
    const take = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      tcp.off('data', take);
      begin(head.subarray(end + 4));
      done();
    };
    tcp.on('data', take);
  });
}

function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; size: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes[1]! & 127;
  const headBytes = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < headBytes) return null;
  const length =
    short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
  const size = headBytes + length;
  if (bytes.length < size) return null;
  return { opcode: bytes[0]! & 15, payload: bytes.subarray(headBytes, size), size };
}

/** One text frame with the mask that clients must use; zeros mask as well as anything on loopback. */
function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text, 'utf8');
  const head =
    payload.length < 126 ? Buffer.from([0x81, 0x80 | payload.length]) : Buffer.from([0x81, 0xfe, 0, 0]);
  if (payload.length >= 126) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}
