import { type FormEvent, useState } from 'react';
import { limits } from '../../../protocol/index.ts';
import {
  Button,
  chooseTheme,
  type Locale,
  localeNames,
  locales,
  readTheme,
  Segmented,
  showToast,
  TextField,
  type Theme,
  useI18n,
  wordError,
} from '../../ui/index.ts';
import { api, codeOf } from '../app/api.ts';
import { setAccount, useSession } from '../app/session.ts';
import { DeleteAccount } from './DeleteAccount.tsx';
import { Devices } from './Devices.tsx';
import { PageFrame, SettingsGroup } from './PageFrame.tsx';
import { signOut } from './sign-out.ts';

export function SettingsPage() {
  const { t } = useI18n();
  return (
    <PageFrame title={t('chat.settings.title')}>
      <Profile />
      <Appearance />
      <SettingsGroup title={t('chat.settings.devices')}>
        <Devices />
      </SettingsGroup>
      <SettingsGroup title={t('chat.settings.account')}>
        <div className="flex flex-wrap gap-2">
          <Button variant="secondary" onClick={() => void signOut()}>
            {t('chat.settings.sign_out')}
          </Button>
          <DeleteAccount />
        </div>
      </SettingsGroup>
    </PageFrame>
  );
}

function Profile() {
  const i18n = useI18n();
  const { t } = i18n;
  const { account } = useSession();
  const [name, setName] = useState(account?.name ?? '');
  const [busy, setBusy] = useState(false);
  if (!account) return null;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      setAccount(await api.updateMe({ name: name.trim() }));
      showToast({ text: t('chat.settings.saved') });
    } catch (error) {
      showToast({ text: wordError(codeOf(error), i18n) });
    }
    setBusy(false);
  };
  return (
    <SettingsGroup title={t('chat.settings.profile')}>
      <form onSubmit={save} className="flex flex-col gap-3">
        <TextField
          label={t('chat.sign_in.name')}
          autoComplete="given-name"
          maxLength={limits.nameCharsMax}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {account.phone && (
          <p className="text-soft text-s">
            {t('chat.settings.number')}{' '}
            <bdi dir="ltr" className="num text-ink">
              {account.phone}
            </bdi>
          </p>
        )}
        <Button
          type="submit"
          className="self-start"
          busy={busy}
          disabled={!name.trim() || name.trim() === account.name}
        >
          {t('common.save')}
        </Button>
      </form>
    </SettingsGroup>
  );
}

function Appearance() {
  const { t, locale, chooseLocale } = useI18n();
  const [theme, setTheme] = useState<Theme>(readTheme);
  const pickTheme = (next: Theme) => {
    chooseTheme(next);
    setTheme(next);
  };
  const pickLocale = (next: Locale) => {
    void chooseLocale(next);
    // The account's language is what shops and messages of the server go by.
    api.updateMe({ language: next }).then(setAccount, () => {});
  };
  return (
    <SettingsGroup title={t('chat.settings.appearance')}>
      <div className="grid gap-4">
        <div>
          <p className="mb-1.5 text-s text-soft">{t('chat.settings.language')}</p>
          <Segmented
            label={t('chat.settings.language')}
            value={locale}
            onChange={pickLocale}
            items={locales.map((key) => ({ key, label: localeNames[key] }))}
          />
        </div>
        <div>
          <p className="mb-1.5 text-s text-soft">{t('chat.settings.theme')}</p>
          <Segmented
            label={t('chat.settings.theme')}
            value={theme}
            onChange={pickTheme}
            items={[
              { key: 'system', label: t('chat.settings.theme_system') },
              { key: 'light', label: t('chat.settings.theme_light') },
              { key: 'dark', label: t('chat.settings.theme_dark') },
            ]}
          />
        </div>
      </div>
    </SettingsGroup>
  );
}
