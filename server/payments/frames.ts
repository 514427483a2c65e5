// The `pay` frame: paying from the chat.
import { type ClientFrameOf, Fault, type ServerFrame } from '../../protocol/index.ts';
import type { Viewer } from '../accounts/index.ts';
import { assert } from '../kit/index.ts';
import type { Payments } from './index.ts';

/** As much of a connection as an answer needs. */
interface Connection {
  /** Null before the hello; the gateway lets no such frame through. */
  viewer: Viewer | null;
  send(frame: ServerFrame): unknown;
}

/** Answers `ok` with what it came to, or `no` with the fault. The frame's id is the key of the attempt. */
export function createPayFrame(payments: Payments) {
  return async (frame: ClientFrameOf<'pay'>, connection: Connection): Promise<void> => {
    const { viewer } = connection;
    assert(viewer !== null, 'a frame came before its hello');
    try {
      const { state } = await payments.pay({
        paymentId: frame.payment_id,
        viewer,
        rail: frame.rail,
        // Two devices of a person may count their frames alike.
        idempotencyKey: `${viewer.deviceId}:${frame.id}`,
      });
      connection.send({ type: 'ok', id: frame.id, state });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const { code, details } = error;
      connection.send({ type: 'no', id: frame.id, code, ...(details === undefined ? {} : { details }) });
    }
  };
}
