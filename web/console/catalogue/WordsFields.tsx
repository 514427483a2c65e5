import { useState } from 'react';
import { limits } from '../../../protocol/index.ts';
import { Tabs, TextField, useI18n } from '../../ui/index.ts';
import { TextArea } from '../base/TextArea.tsx';
import { optionValues, type ProductDraft, type TranslationDraft } from './product-draft.ts';

export interface FieldsProps {
  draft: ProductDraft;
  onChange(part: Partial<ProductDraft>): void;
}

/** Languages that are offered; others that a product already speaks join them. */
const offered = ['en', 'fr', 'ar'];
const nothing: TranslationDraft = { title: '', description: '', labels: {} };

/** Title and description in the shop's language, and in each other that people read. */
export function WordsFields({ draft, language, onChange }: FieldsProps & { language: string }) {
  const { t } = useI18n();
  const [shown, setShown] = useState(language);
  const languages = [language, ...new Set([...offered, ...Object.keys(draft.translations)])].filter(
    (key, index, all) => all.indexOf(key) === index,
  );
  const isOwn = shown === language;
  const words = isOwn ? draft : (draft.translations[shown] ?? nothing);
  const put = (change: Partial<TranslationDraft>) =>
    isOwn
      ? onChange(change)
      : onChange({
          translations: {
            ...draft.translations,
            [shown]: { ...nothing, ...draft.translations[shown], ...change },
          },
        });
  return (
    <div className="flex flex-col gap-4">
      <Tabs<string>
        label={t('console.language')}
        value={shown}
        onChange={setShown}
        items={languages.map((key) => ({ key, label: <LanguageName code={key} /> }))}
      />
      <TextField
        label={t('console.product.title')}
        lang={shown}
        maxLength={limits.productTitleCharsMax}
        placeholder={isOwn ? undefined : draft.title}
        value={words.title}
        onChange={(event) => put({ title: event.target.value })}
      />
      <TextArea
        label={t('console.product.description')}
        lang={shown}
        rows={4}
        maxLength={limits.productDescriptionCharsMax}
        placeholder={isOwn ? undefined : draft.description}
        value={words.description}
        onChange={(event) => put({ description: event.target.value })}
      />
      {!isOwn && draft.optionNames.length > 0 && (
        <LabelFields
          draft={draft}
          translation={words as TranslationDraft}
          onChange={(labels) => put({ labels })}
        />
      )}
    </div>
  );
}

function LanguageName({ code }: { code: string }) {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return (
    <span lang={code} className="inline-block first-letter:uppercase">
      {name}
    </span>
  );
}

interface LabelFieldsProps {
  draft: ProductDraft;
  translation: TranslationDraft;
  onChange(labels: Record<string, string>): void;
}

/** The words of options, "Walnut" and the like, in this language. */
function LabelFields({ draft, translation: { labels }, onChange }: LabelFieldsProps) {
  const { t } = useI18n();
  const words = draft.optionNames.flatMap((name) => [name, ...optionValues(draft, name)]);
  return (
    <fieldset>
      <legend className="mb-1.5 font-semibold text-s">{t('console.product.option_words')}</legend>
      <div className="grid gap-2 two:grid-cols-2">
        {[...new Set(words)].map((word) => (
          <TextField
            key={word}
            label={word}
            hideLabel
            placeholder={word}
            before={
              <bdi aria-hidden className="max-w-24 truncate text-soft text-s">
                {word}
              </bdi>
            }
            value={labels[word] ?? ''}
            onChange={(event) => onChange({ ...labels, [word]: event.target.value })}
          />
        ))}
      </div>
    </fieldset>
  );
}
