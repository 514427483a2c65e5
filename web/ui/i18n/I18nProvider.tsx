import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { readStored } from '../theme.ts';
import {
  createTranslator,
  directionOf,
  type Locale,
  locales,
  type Messages,
  type Translator,
} from './translator.ts';

export interface I18n extends Translator {
  chooseLocale(locale: Locale): Promise<void>;
}

const storageKey = 'comptoir.locale';
const loaders: Record<Locale, () => Promise<{ default: unknown }>> = {
  en: () => import('../locales/en.json'),
  fr: () => import('../locales/fr.json'),
  ar: () => import('../locales/ar.json'),
};

const I18nContext = createContext<I18n | null>(null);

/** What was chosen on this device, else what the browser asks for, else English. */
export function detectLocale(): Locale {
  const wanted = [readStored(storageKey), ...navigator.languages].map((tag) => tag?.slice(0, 2));
  return (wanted.find((tag) => locales.includes(tag as Locale)) ?? 'en') as Locale;
}

export async function loadTranslator(locale: Locale): Promise<Translator> {
  const { default: messages } = await loaders[locale]();
  const region = navigator.languages.find((tag) => tag.startsWith(`${locale}-`));
  return createTranslator({ locale, messages: messages as Messages, ...(region ? { region } : {}) });
}

/** `initial` is loaded before the first render, so that no screen is ever shown without its words. */
export function I18nProvider({ initial, children }: { initial: Translator; children: ReactNode }) {
  const [translator, setTranslator] = useState(initial);
  const chooseLocale = useCallback(async (locale: Locale) => {
    setTranslator(await loadTranslator(locale));
    try {
      localStorage.setItem(storageKey, locale);
    } catch {
      // Shown until the page closes, if it cannot be kept.
    }
  }, []);
  useEffect(() => markDocument(translator.locale), [translator.locale]);
  const value = useMemo(() => ({ ...translator, chooseLocale }), [translator, chooseLocale]);
  return <I18nContext value={value}>{children}</I18nContext>;
}

export function useI18n(): I18n {
  const value = useContext(I18nContext);
  if (!value) throw new Error('useI18n is called outside of I18nProvider');
  return value;
}

/** Tells the browser the language and direction; also called before the first render. */
export function markDocument(locale: Locale): void {
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
}
