import { createRoot } from 'react-dom/client';
import {
  applyTheme,
  detectLocale,
  I18nProvider,
  loadTranslator,
  markDocument,
  readTheme,
} from '../ui/index.ts';
import { App } from './App.tsx';
import './console.css';

applyTheme(readTheme());
const locale = detectLocale();
markDocument(locale);
const translator = await loadTranslator(locale);
createRoot(document.querySelector('#app')!).render(
  <I18nProvider initial={translator}>
    <App />
  </I18nProvider>,
);
