import { type Locale, localeNames, locales, Segmented, useI18n } from '../../ui/index.ts';

export function LanguageChoice() {
  const { t, locale, chooseLocale } = useI18n();
  return (
    <Segmented<Locale>
      label={t('console.language')}
      value={locale}
      onChange={(next) => void chooseLocale(next)}
      items={locales.map((key) => ({ key, label: <span lang={key}>{localeNames[key]}</span> }))}
    />
  );
}
