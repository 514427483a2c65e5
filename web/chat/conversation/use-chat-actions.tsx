import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { ConversationId, MediaId, MessageId, PaymentTicket } from '../../../protocol/index.ts';
import { type OutgoingImages, useClient } from '../../thread/index.ts';
import { Button, isPayable, type MessageActions, type ShownMessage, useI18n } from '../../ui/index.ts';
import { pathTo } from '../app/routes.ts';

const PayDialog = lazy(() =>
  import('../shop/PayDialog.tsx').then((module) => ({ default: module.PayDialog })),
);

export interface ChatActions {
  actions: MessageActions;
  viewedImage: MediaId | null;
  closeImage(): void;
  payDialog: ReactNode;
}

/** What a person can do with the messages of a conversation. The object stays the same, so that no message is redrawn. */
export function useChatActions(
  id: ConversationId,
  { onReply, images }: { onReply(message: ShownMessage): void; images: OutgoingImages },
): ChatActions {
  const client = useClient();
  const [, navigate] = useLocation();
  const [viewedImage, setViewedImage] = useState<MediaId | null>(null);
  const [paying, setPaying] = useState<PaymentTicket | null>(null);
  const latestImages = useRef(images);
  latestImages.current = images;
  const actions = useMemo<MessageActions>(
    () => ({
      reply: onReply,
      react: ({ seq }, emoji) => {
        if (seq !== null) client.send(id, { type: 'reaction', target_seq: seq, emoji });
      },
      answer: ({ seq }, answer) => void client.send(id, answer, seq === null ? {} : { replyTo: seq }),
      retry: ({ key }) => {
        if (!latestImages.current.retry(key)) client.retry(key as MessageId);
      },
      discard: ({ key }) => {
        if (!latestImages.current.discard(key)) client.discard(key as MessageId);
      },
      openProduct: (_, offer) => navigate(pathTo(id, { name: 'product', productId: offer.product_id })),
      openImage: setViewedImage,
      ticketActions: ({ payment }) =>
        isPayable(payment) ? <PayButton payment={payment} onPay={setPaying} /> : null,
    }),
    [client, id, navigate, onReply],
  );
  const payDialog = paying && (
    <Suspense>
      <PayDialog payment={paying} onClose={() => setPaying(null)} />
    </Suspense>
  );
  return { actions, viewedImage, closeImage: () => setViewedImage(null), payDialog };
}

function PayButton({ payment, onPay }: { payment: PaymentTicket; onPay(payment: PaymentTicket): void }) {
  const { t, money } = useI18n();
  return (
    <Button wide onClick={() => onPay(payment)}>
      {t('chat.pay.button', { amount: money(payment.amount) })}
    </Button>
  );
}
