import { useState } from 'react';
import { limits, type OrderTicket } from '../../../protocol/index.ts';
import { Button, Dialog, useI18n } from '../../ui/index.ts';
import { TextArea } from '../base/TextArea.tsx';
import { useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { FaultNote } from '../shell/Page.tsx';
import { takeOrder } from './order-cache.ts';

const reasons = ['console.cancel.sold_out', 'console.cancel.asked', 'console.cancel.cannot_deliver'] as const;

/** The end of an order, with the words that the person will read. */
export function CancelDialog({ order, onClose }: { order: OrderTicket; onClose(): void }) {
  const { t } = useI18n();
  const [reason, setReason] = useState('');
  const cancel = useAction(async () => {
    takeOrder(await api.commandOrder(order.order_id, 'cancel', reason.trim() || undefined));
    onClose();
  });
  return (
    <Dialog
      title={t('console.cancel.title', { number: String(order.number) })}
      kind="sheet"
      onClose={onClose}
      footer={
        <>
          <Button variant="danger" busy={cancel.isBusy} onClick={() => cancel.run()}>
            {t('console.order.cancel')}
          </Button>
          <Button variant="secondary" onClick={onClose}>
            {t('console.cancel.keep')}
          </Button>
        </>
      }
    >
      <p className="mb-3">{t('console.cancel.text')}</p>
      <div className="mb-3 flex flex-wrap gap-2">
        {reasons.map((word) => (
          <button
            key={word}
            type="button"
            onClick={() => setReason(t(word))}
            className="min-h-9 rounded-full bg-sunken px-3.5 text-s hover:bg-line pointer-coarse:min-h-11"
          >
            {t(word)}
          </button>
        ))}
      </div>
      <TextArea
        label={t('console.cancel.reason')}
        rows={2}
        maxLength={limits.interactiveBodyCharsMax}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <FaultNote fault={cancel.fault} className="mt-2" />
    </Dialog>
  );
}
