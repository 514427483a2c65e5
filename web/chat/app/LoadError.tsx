import { CloudOff } from 'lucide-react';
import { Button, EmptyState, useI18n, wordError } from '../../ui/index.ts';
import { codeOf } from './api.ts';

/** What went wrong in words, and the way to try again. */
export function LoadError({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const i18n = useI18n();
  return (
    <EmptyState
      level={1}
      icon={<CloudOff size={28} />}
      title={wordError(codeOf(error), i18n)}
      action={<Button onClick={onRetry}>{i18n.t('common.retry')}</Button>}
    />
  );
}
