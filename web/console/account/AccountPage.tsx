import { LogOut } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import {
  Avatar,
  Button,
  chooseTheme,
  readTheme,
  Segmented,
  showToast,
  TextField,
  type Theme,
  useI18n,
  wordError,
} from '../../ui/index.ts';
import { useAction } from '../base/use-action.ts';
import { api, useSession } from '../session.tsx';
import { LanguageChoice } from '../shell/LanguageChoice.tsx';
import { FaultNote, Page, Sheet } from '../shell/Page.tsx';

export function AccountPage() {
  const { t } = useI18n();
  const { staff, signOut } = useSession();
  const leave = useAction(signOut);
  return (
    <Page title={t('console.account')} width="narrow" backTo="/more" backOn="phone">
      <Sheet>
        <div className="flex items-center gap-4">
          <Avatar name={staff.name} size="l" />
          <div className="min-w-0 flex-1">
            <p dir="auto" className="truncate font-semibold text-l rtl:text-right">
              {staff.name}
            </p>
            <p dir="ltr" className="truncate text-soft text-s rtl:text-right">
              {staff.email}
            </p>
            <p className="text-soft text-s">
              {t('console.role_at', { role: t(`console.role.${staff.role}`), shop: staff.shop.name })}
            </p>
          </div>
        </div>
      </Sheet>
      <Sheet title={t('console.look')}>
        <div className="flex flex-col gap-3">
          <ThemeChoice />
          <LanguageChoice />
        </div>
      </Sheet>
      <PasswordSheet />
      <Button variant="secondary" busy={leave.isBusy} onClick={() => leave.run()}>
        <LogOut aria-hidden size={18} className="rtl:-scale-x-100" />
        {t('console.sign_out')}
      </Button>
      <FaultNote fault={leave.fault} className="mt-2" />
    </Page>
  );
}

function ThemeChoice() {
  const { t } = useI18n();
  const [theme, setTheme] = useState(readTheme());
  const choose = (next: Theme) => {
    setTheme(next);
    chooseTheme(next);
  };
  return (
    <Segmented<Theme>
      label={t('console.theme')}
      value={theme}
      onChange={choose}
      items={[
        { key: 'system', label: t('console.theme.system') },
        { key: 'light', label: t('console.theme.light') },
        { key: 'dark', label: t('console.theme.dark') },
      ]}
    />
  );
}

const passwordCharsMin = 10;

function PasswordSheet() {
  const i18n = useI18n();
  const { t } = i18n;
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const change = useAction(async () => {
    await api.changePassword(present, next);
    setPresent('');
    setNext('');
    showToast({ text: t('console.password.changed') });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.run();
  };
  return (
    <Sheet title={t('console.password.change')} text={t('console.password.text')}>
      <form onSubmit={submit} className="flex max-w-sm flex-col gap-3">
        <TextField
          label={t('console.password.present')}
          type="password"
          autoComplete="current-password"
          required
          value={present}
          onChange={(event) => setPresent(event.target.value)}
          error={change.fault && wordError(change.fault.code, i18n)}
        />
        <TextField
          label={t('console.password.new')}
          type="password"
          autoComplete="new-password"
          required
          minLength={passwordCharsMin}
          value={next}
          onChange={(event) => setNext(event.target.value)}
          hint={t('console.password.hint', { count: passwordCharsMin })}
        />
        <Button type="submit" busy={change.isBusy} className="self-start">
          {t('console.password.change')}
        </Button>
      </form>
    </Sheet>
  );
}
