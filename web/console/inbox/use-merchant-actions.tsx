import { useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { ConversationId, MediaId, MessageId } from '../../../protocol/index.ts';
import { type OutgoingImages, useClient } from '../../thread/index.ts';
import type { MessageActions, ShownMessage } from '../../ui/index.ts';
import { TicketActions } from '../orders/TicketActions.tsx';

export interface MerchantActions {
  actions: MessageActions;
  viewedImage: MediaId | null;
  closeImage(): void;
}

/** What staff can do with messages. The object stays the same, so that no message is drawn again. */
export function useMerchantActions(
  id: ConversationId,
  { onReply, images }: { onReply(message: ShownMessage): void; images: OutgoingImages },
): MerchantActions {
  const client = useClient();
  const [, navigate] = useLocation();
  const [viewedImage, setViewedImage] = useState<MediaId | null>(null);
  const latest = useRef(images);
  latest.current = images;
  const actions = useMemo<MessageActions>(
    () => ({
      reply: onReply,
      react: ({ seq }, emoji) => {
        if (seq !== null) client.send(id, { type: 'reaction', target_seq: seq, emoji });
      },
      retry: ({ key }) => {
        if (!latest.current.retry(key)) client.retry(key as MessageId);
      },
      discard: ({ key }) => {
        if (!latest.current.discard(key)) client.discard(key as MessageId);
      },
      openProduct: (_, offer) => navigate(`/catalogue/${offer.product_id}`),
      openImage: setViewedImage,
      ticketActions: ({ order, payment }) =>
        order ? <TicketActions order={order} payment={payment} /> : null,
    }),
    [client, id, navigate, onReply],
  );
  return { actions, viewedImage, closeImage: () => setViewedImage(null) };
}
