import { memo, useEffect, useMemo, useState } from 'react';
import { useI18n } from '../../ui/index.ts';
import { countries } from './calling-codes.ts';

export interface CountrySelectProps {
  value: string;
  onChange(code: string): void;
}

/** The country's code before the number. The whole world is listed once the page has come to rest. */
export const CountrySelect = memo(function CountrySelect({ value, onChange }: CountrySelectProps) {
  const { t, locale } = useI18n();
  const isWhole = useIdle();
  const present = countries.find((country) => country.code === value)!;
  const listed = useMemo(
    () => nameCountries(isWhole ? countries : [present], locale),
    [isWhole, present, locale],
  );
  return (
    <span className="relative flex items-center self-stretch rounded-s border-line border-e pe-2 text-soft has-focus-visible:outline-2 has-focus-visible:outline-petrol">
      <span aria-hidden dir="ltr" className="num whitespace-nowrap text-s">
        {value} +{present.callingCode} ▾
      </span>
      <select
        aria-label={t('chat.sign_in.country')}
        autoComplete="country"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="absolute inset-0 cursor-pointer bg-panel text-ink opacity-0"
      >
        {listed.map(({ code, callingCode, name }) => (
          <option key={code} value={code}>
            {name} +{callingCode}
          </option>
        ))}
      </select>
    </span>
  );
});

function nameCountries(codes: typeof countries, locale: string) {
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const { compare } = new Intl.Collator(locale);
  return codes
    .map((country) => ({ ...country, name: names.of(country.code) ?? country.code }))
    .sort((a, b) => compare(a.name, b.name));
}

function useIdle(): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIdle(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return isIdle;
}
