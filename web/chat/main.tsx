// Starts the people's app: what is needed for the first screen is asked for at once and side by side.
import './chat.css';
import { createRoot } from 'react-dom/client';
import {
  applyTheme,
  detectLocale,
  I18nProvider,
  loadTranslator,
  markDocument,
  readTheme,
} from '../ui/index.ts';
import { App } from './app/App.tsx';
import { preloadPage } from './app/pages.ts';
import { startSession } from './app/session.ts';
import { registerWorker } from './app/worker.ts';

applyTheme(readTheme());
const locale = detectLocale();
markDocument(locale);
const session = startSession();
preloadPage(location.pathname, session.account !== null);
const translator = await loadTranslator(locale);
createRoot(document.getElementById('root')!).render(
  <I18nProvider initial={translator}>
    <App session={session} />
  </I18nProvider>,
);
registerWorker();
