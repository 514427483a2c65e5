// The one socket client of the signed-in person.
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { type Client, connect } from '../../../client/index.ts';
import type { AccountId } from '../../../protocol/index.ts';
import { ClientProvider, useStatus, wakeWithThePage } from '../../thread/index.ts';
import { ChatDataProvider, useI18n } from '../../ui/index.ts';
import { api } from './api.ts';
import { forgetKept, openKept } from './kept-data.ts';
import { presentSession, setAccount } from './session.ts';

const forgetAfterMs = 200;

/** Connects while it stands on the page. Nothing is drawn before what was kept here has been read: it takes no time. */
export function ChatClientProvider({ accountId, children }: { accountId: AccountId; children: ReactNode }) {
  const [client, setClient] = useState<Client | null>(null);
  useEffect(() => {
    const opened = connect({ url: location.origin, persist: openKept(accountId) });
    void opened.restored().then(() => setClient(opened));
    const stop = wakeWithThePage(opened);
    return () => {
      stop();
      opened.close();
      // Who signed out, here or elsewhere, leaves nothing behind; the client's last save comes before.
      if (presentSession().account?.account_id !== accountId) setTimeout(forgetKept, forgetAfterMs);
    };
  }, [accountId]);
  if (!client) return null;
  return (
    <ClientProvider client={client}>
      <SignedOutWatch />
      <ChatDataOfServer>{children}</ChatDataOfServer>
    </ClientProvider>
  );
}

function ChatDataOfServer({ children }: { children: ReactNode }) {
  const { locale } = useI18n();
  const data = useMemo(
    () => ({
      mediaUrls: api.mediaUrls,
      offers: async (...[catalogId, skus]: Parameters<typeof api.offers>) =>
        (await api.offers(catalogId, skus, locale)).offers,
    }),
    [locale],
  );
  return <ChatDataProvider data={data}>{children}</ChatDataProvider>;
}

/** A session that ended elsewhere ends here. */
function SignedOutWatch() {
  const { connection } = useStatus();
  useEffect(() => {
    if (connection === 'signed_out') setAccount(null);
  }, [connection]);
  return null;
}
