// The `place_order` frame: the basket, sent from the chat.
import type { AccountId, ClientFrameOf, DeviceId, ServerFrame } from '../../protocol/index.ts';
import { Fault } from '../../protocol/index.ts';
import type { Commerce } from './index.ts';

/** As much of a connection as an order needs. */
interface Connection {
  role: 'person' | 'business';
  accountId: AccountId;
  deviceId: DeviceId;
  send(frame: ServerFrame): unknown;
}

/** Answers `ok` with the order's id, a repeated frame too; the order message follows by itself. Throws its faults. */
export function createPlaceOrderFrame(commerce: Pick<Commerce, 'placeOrder'>) {
  return async (frame: ClientFrameOf<'place_order'>, connection: Connection): Promise<void> => {
    if (connection.role !== 'person') throw new Fault('not_permitted');
    const order = await commerce.placeOrder({
      conversationId: frame.conversation_id,
      personAccountId: connection.accountId,
      messageId: frame.id,
      deviceId: connection.deviceId,
      lines: frame.lines,
      text: frame.text,
    });
    connection.send({
      type: 'ok',
      id: frame.id,
      conversation_id: frame.conversation_id,
      order_id: order.order_id,
    });
  };
}
