import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { Button, EmptyState, useI18n, wordError } from '../../ui/index.ts';
import { api, codeOf } from './api.ts';
import { SplashScreen } from './SplashScreen.tsx';

/** Opens the chat with a shop, or finds it, and goes there. */
export function OpenShopChat({ handle }: { handle: string }) {
  const i18n = useI18n();
  const [, navigate] = useLocation();
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const source = new URLSearchParams(location.search).get('source') === 'qr' ? 'qr' : 'link';
    api
      .openConversation(handle, source)
      .then(({ conversation_id: id }) => navigate(`/c/${id}`, { replace: true }), setError);
  }, [handle, navigate]);
  if (!error) return <SplashScreen />;
  return (
    <main className="grid h-dvh place-items-center">
      <EmptyState
        level={1}
        title={wordError(codeOf(error), i18n)}
        action={<Button onClick={() => navigate('/')}>{i18n.t('chat.to_chats')}</Button>}
      />
    </main>
  );
}
