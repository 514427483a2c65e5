// `order_details` and `order_status`: interactive messages that the client package has no class for yet.
import type { ServerOrderMessage } from 'whatsapp-api-js/types';

/** The amount as the API writes it: an integer and what one unit is divided by. */
const toAmount = (cents: number) => ({ value: cents, offset: 100 });

/** Asks for the payment of what was ordered. */
export class ReviewAndPay {
  readonly name = 'review_and_pay';
  readonly parameters: object;
  constructor(referenceId: string, order: ServerOrderMessage['order']) {
    const items = order.product_items.map((item) => ({
      retailer_id: item.product_retailer_id,
      name: item.product_retailer_id,
      amount: toAmount(Math.round(item.item_price * 100)),
      quantity: Number(item.quantity),
    }));
    const subtotal = items.reduce((sum, item) => sum + item.amount.value * item.quantity, 0);
    this.parameters = {
      reference_id: referenceId,
      type: 'physical-goods',
      currency: order.product_items[0]?.currency ?? 'EUR',
      total_amount: toAmount(subtotal),
      order: {
        status: 'pending',
        catalog_id: order.catalog_id,
        items,
        subtotal: toAmount(subtotal),
        tax: toAmount(0),
      },
    };
  }
  get _type() {
    return 'order_details' as const;
  }
}

/** Tells how the order goes. */
export class ReviewOrder {
  readonly name = 'review_order';
  readonly parameters: object;
  constructor(referenceId: string, status: 'processing' | 'shipped' | 'completed' | 'canceled') {
    this.parameters = { reference_id: referenceId, order: { status } };
  }
  get _type() {
    return 'order_status' as const;
  }
}
