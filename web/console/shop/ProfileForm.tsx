import { type FormEvent, useState } from 'react';
import { limits, type ShopView } from '../../../protocol/index.ts';
import { Button, showToast, TextField, useI18n } from '../../ui/index.ts';
import { TextArea } from '../base/TextArea.tsx';
import { useAction } from '../base/use-action.ts';
import { api, useSession } from '../session.tsx';
import { FaultNote } from '../shell/Page.tsx';
import { HoursEditor } from './HoursEditor.tsx';

type Draft = Pick<ShopView, 'name' | 'about' | 'description' | 'address' | 'email' | 'hours'> & {
  website: string;
};

export function ProfileForm() {
  const { t } = useI18n();
  const { staff, update } = useSession();
  const [draft, setDraft] = useState<Draft>(() => toDraft(staff.shop));
  const isChanged = JSON.stringify(draft) !== JSON.stringify(toDraft(staff.shop));
  const save = useAction(async () => {
    const { website, ...rest } = draft;
    const others = staff.shop.websites.slice(1);
    const shop = await api.updateShop({ ...rest, websites: [website, ...others].filter(Boolean) });
    update({ shop });
    setDraft(toDraft(shop));
    showToast({ text: t('console.saved') });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.run();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Fields draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />
      <FaultNote fault={save.fault} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={!isChanged} busy={save.isBusy}>
          {t('common.save')}
        </Button>
        {isChanged && (
          <Button variant="quiet" onClick={() => setDraft(toDraft(staff.shop))}>
            {t('console.discard_changes')}
          </Button>
        )}
      </div>
    </form>
  );
}

function Fields({ draft, onChange }: { draft: Draft; onChange(change: Partial<Draft>): void }) {
  const { t } = useI18n();
  return (
    <>
      <TextField
        label={t('console.shop.name')}
        required
        maxLength={limits.nameCharsMax}
        value={draft.name}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <TextField
        label={t('console.shop.about')}
        hint={t('console.shop.about_text')}
        maxLength={limits.aboutCharsMax}
        value={draft.about}
        onChange={(event) => onChange({ about: event.target.value })}
      />
      <TextArea
        label={t('console.shop.description')}
        maxLength={512}
        value={draft.description}
        onChange={(event) => onChange({ description: event.target.value })}
      />
      <HoursEditor value={draft.hours} onChange={(hours) => onChange({ hours })} />
      <TextField
        label={t('console.shop.address')}
        maxLength={256}
        value={draft.address}
        onChange={(event) => onChange({ address: event.target.value })}
      />
      <div className="grid gap-4 two:grid-cols-2">
        <TextField
          label={t('console.email')}
          type="email"
          maxLength={128}
          value={draft.email}
          onChange={(event) => onChange({ email: event.target.value })}
        />
        <TextField
          label={t('console.shop.website')}
          type="url"
          dir="ltr"
          placeholder="https://"
          maxLength={256}
          value={draft.website}
          onChange={(event) => onChange({ website: event.target.value })}
        />
      </div>
    </>
  );
}

function toDraft({ name, about, description, address, email, hours, websites }: ShopView): Draft {
  return { name, about, description, address, email, hours, website: websites[0] ?? '' };
}
