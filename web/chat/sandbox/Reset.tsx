import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog, showToast, useI18n, wordError } from '../../ui/index.ts';
import { codeOf, sandboxApi } from '../app/api.ts';

/** Everything in this sandbox goes, so it asks first. */
export function Reset({ onDone }: { onDone(): void }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const reset = async () => {
    setBusy(true);
    try {
      await sandboxApi.reset();
      onDone();
      showToast({ text: t('sandbox.reset.done') });
    } catch (error) {
      showToast({ text: wordError(codeOf(error), i18n) });
    } finally {
      setBusy(false);
      setAsking(false);
    }
  };
  return (
    <>
      <Button variant="secondary" onClick={() => setAsking(true)}>
        <RotateCcw aria-hidden size={17} />
        {t('sandbox.reset')}
      </Button>
      {asking && (
        <Dialog
          title={t('sandbox.reset.ask')}
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button variant="danger" busy={busy} onClick={() => void reset()}>
                {t('sandbox.reset')}
              </Button>
              <Button variant="secondary" onClick={() => setAsking(false)}>
                {t('common.cancel')}
              </Button>
            </>
          }
        >
          <p>{t('sandbox.reset.warning')}</p>
        </Dialog>
      )}
    </>
  );
}
