import { Check, FlaskConical, Wallet as WalletIcon } from 'lucide-react';
import { useRef, useState } from 'react';
import type { PaymentTicket, Rail, Wallet } from '../../../protocol/index.ts';
import { newId } from '../../../protocol/index.ts';
import { useClient } from '../../thread/index.ts';
import { Button, cx, Dialog, Money, useI18n, wordError } from '../../ui/index.ts';
import { api, codeOf } from '../app/api.ts';
import { useLoad } from '../app/use-load.ts';

const icons = { wallet: WalletIcon, sandbox: FlaskConical };

/** How to pay, what that leaves, and one button. A repeated press is the same attempt. */
export function PayDialog({ payment, onClose }: { payment: PaymentTicket; onClose(): void }) {
  const i18n = useI18n();
  const { t, money } = i18n;
  const client = useClient();
  const { data: wallet, reload } = useLoad('wallet', () => api.wallet());
  const [rail, setRail] = useState<Rail>(payment.rails[0] ?? 'wallet');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [done, setDone] = useState<'captured' | 'pending' | null>(null);
  const attempt = useRef<{ id: string; rail: Rail }>(null);
  const pay = async () => {
    if (attempt.current?.rail !== rail) attempt.current = { id: newId('message'), rail };
    setBusy(true);
    setError(null);
    try {
      const { state } = await client.pay(payment.payment_id, rail, attempt.current.id);
      attempt.current = state === 'refused' ? null : attempt.current;
      if (state === 'refused') setError(wordError('payment_refused', i18n));
      else setDone(state ?? 'pending');
      reload();
    } catch (fault) {
      // A refusal is final for its attempt; a lost answer is not: pressing again asks for the same one.
      if (codeOf(fault) !== 'offline') attempt.current = null;
      setError(wordError(codeOf(fault), i18n));
    }
    setBusy(false);
  };
  if (done) return <PaidDialog payment={payment} state={done} onClose={onClose} />;
  return (
    <Dialog
      kind="sheet"
      title={payment.description || t('payment.title')}
      onClose={onClose}
      footer={
        <Button wide busy={busy} onClick={pay}>
          {t('chat.pay.button', { amount: money(payment.amount) })}
        </Button>
      }
    >
      <p className="mb-4 font-bold text-3xl tracking-tight">
        <Money value={payment.amount} />
      </p>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 font-semibold text-s">{t('chat.pay.with')}</legend>
        {payment.rails.map((each) => (
          <RailChoice key={each} rail={each} isChosen={each === rail} onChoose={() => setRail(each)}>
            {each === 'wallet' ? (
              <WalletBalance wallet={wallet} payment={payment} />
            ) : (
              t('chat.pay.sandbox_text')
            )}
          </RailChoice>
        ))}
      </fieldset>
      {error && (
        <p role="alert" className="mt-3 text-bad text-s">
          {error}
        </p>
      )}
    </Dialog>
  );
}

interface RailChoiceProps {
  rail: Rail;
  isChosen: boolean;
  onChoose(): void;
  children: React.ReactNode;
}

function RailChoice({ rail, isChosen, onChoose, children }: RailChoiceProps) {
  const { t } = useI18n();
  const Icon = icons[rail];
  return (
    <label
      className={cx(
        'flex min-h-14 items-center gap-3 rounded-m border-[1.5px] px-4 py-2.5',
        'has-focus-visible:outline-2 has-focus-visible:outline-petrol has-focus-visible:outline-offset-2',
        isChosen ? 'border-petrol bg-tint' : 'border-line-strong hover:bg-sunken',
      )}
    >
      <input type="radio" name="rail" className="sr-only" checked={isChosen} onChange={onChoose} />
      <Icon aria-hidden size={22} className="flex-none" />
      <span className="flex-1">
        <span className="block font-semibold">{t(`chat.pay.rail_${rail}`)}</span>
        <span className="block text-s">{children}</span>
      </span>
      {isChosen && <Check aria-hidden size={20} className="text-petrol" />}
    </label>
  );
}

/** Before and after, so that nobody has to reckon. */
function WalletBalance({ wallet, payment }: { wallet: Wallet | null; payment: PaymentTicket }) {
  const { t, money } = useI18n();
  if (!wallet || wallet.balance.currency !== payment.amount.currency) return null;
  const after = BigInt(wallet.balance.amount_minor) - BigInt(payment.amount.amount_minor);
  if (after < 0n) return <>{t('chat.pay.too_little', { balance: money(wallet.balance) })}</>;
  const left = { amount_minor: after.toString(), currency: wallet.balance.currency };
  return <>{t('chat.pay.balance', { before: money(wallet.balance), after: money(left) })}</>;
}

function PaidDialog({
  payment,
  state,
  onClose,
}: {
  payment: PaymentTicket;
  state: 'captured' | 'pending';
  onClose(): void;
}) {
  const { t, money } = useI18n();
  return (
    <Dialog
      kind="sheet"
      title={t(`payment.${state}`)}
      onClose={onClose}
      footer={
        <Button wide onClick={onClose}>
          {t('chat.pay.back')}
        </Button>
      }
    >
      <div role="status" className="flex flex-col items-center gap-3 py-4 text-center">
        <span className="grid size-16 animate-rise place-items-center rounded-full bg-ok-tint text-ok-ink">
          <Check aria-hidden size={32} strokeWidth={2.6} />
        </span>
        <p>
          {state === 'captured'
            ? t('chat.pay.done', { amount: money(payment.amount) })
            : t('payment.pending_text')}
        </p>
      </div>
    </Dialog>
  );
}
