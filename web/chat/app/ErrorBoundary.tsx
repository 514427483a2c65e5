import { CircleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button, EmptyState, useI18n } from '../../ui/index.ts';

/** A screen that broke says so and offers to begin anew; the rest of the page was never half drawn. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useI18n();
  return (
    <main className="grid h-dvh place-items-center">
      <EmptyState
        level={1}
        icon={<CircleAlert size={28} />}
        title={t('chat.broken')}
        text={t('chat.broken_text')}
        action={<Button onClick={() => location.reload()}>{t('chat.reload')}</Button>}
      />
    </main>
  );
}
