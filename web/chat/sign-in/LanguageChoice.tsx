import { cx, localeNames, locales, useI18n } from '../../ui/index.ts';

/** The languages by their own names: found by who cannot read the present one. */
export function LanguageChoice() {
  const { t, locale, chooseLocale } = useI18n();
  return (
    <nav aria-label={t('chat.settings.language')} className="flex gap-1 py-4">
      {locales.map((code) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-current={code === locale || undefined}
          onClick={() => void chooseLocale(code)}
          className={cx(
            'min-h-11 rounded-m px-3 text-s hover:bg-sunken',
            code === locale ? 'font-semibold text-ink' : 'text-soft',
          )}
        >
          {localeNames[code]}
        </button>
      ))}
    </nav>
  );
}
