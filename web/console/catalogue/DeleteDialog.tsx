import { useLocation } from 'wouter';
import type { ConsoleProduct } from '../../../protocol/index.ts';
import { Button, Dialog, showToast, useI18n } from '../../ui/index.ts';
import { useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { FaultNote } from '../shell/Page.tsx';
import { forgetLists } from './catalogue-cache.ts';

export function DeleteDialog({ product, onClose }: { product: ConsoleProduct; onClose(): void }) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const remove = useAction(async () => {
    await api.removeProduct(product.product_id);
    forgetLists();
    navigate('/catalogue');
    showToast({ text: t('console.product.deleted', { title: product.title }) });
  });
  return (
    <Dialog
      title={t('console.product.delete_ask', { title: product.title })}
      onClose={onClose}
      footer={
        <>
          <Button variant="danger" busy={remove.isBusy} onClick={() => remove.run()}>
            {t('console.product.delete')}
          </Button>
          <Button variant="secondary" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <p>{t('console.product.delete_text')}</p>
      <FaultNote fault={remove.fault} className="mt-2" />
    </Dialog>
  );
}
