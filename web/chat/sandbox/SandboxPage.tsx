import type { ReactNode } from 'react';
import type { SandboxWorld } from '../../../protocol/index.ts';
import { Button, EmptyState, Skeleton, useI18n, wordError } from '../../ui/index.ts';
import { codeOf, sandboxApi } from '../app/api.ts';
import { Logo } from '../app/Logo.tsx';
import { LanguageChoice } from '../sign-in/LanguageChoice.tsx';
import { ApiValues } from './ApiValues.tsx';
import { Codes } from './Codes.tsx';
import { CurlExample } from './CurlExample.tsx';
import { Doors } from './Doors.tsx';
import { People, StaffLogins } from './People.tsx';
import { Reset } from './Reset.tsx';
import { ClockSwitch, FaultSwitches } from './Switches.tsx';
import { usePoll } from './use-poll.ts';
import { Webhooks } from './Webhooks.tsx';

/** The developer's bench: who is who, every id and token, codes and webhooks as they happen, and the switches. */
export function SandboxPage() {
  const { t } = useI18n();
  const world = usePoll(sandboxApi.world, null);
  return (
    <div className="mx-auto min-h-dvh w-full max-w-7xl px-4 pb-16 two:px-8">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 py-5 two:py-8">
        <Logo size={44} />
        <div className="min-w-0 flex-1 basis-56">
          <h1 className="font-semibold text-xl">{t('sandbox.title')}</h1>
          <p className="max-w-prose text-soft text-s">{t('sandbox.intro')}</p>
        </div>
        <LanguageChoice />
      </header>
      {world.data ? (
        <World world={world.data} onReset={world.reload} />
      ) : world.error ? (
        <NoWorld error={world.error} onRetry={world.reload} />
      ) : (
        <Waiting />
      )}
    </div>
  );
}

function World({ world, onReset }: { world: SandboxWorld; onReset(): void }) {
  const { t } = useI18n();
  return (
    <main className="grid items-start gap-4 three:grid-cols-2">
      <div className="grid min-w-0 gap-4">
        <Panel title={t('sandbox.doors')}>
          <Doors />
        </Panel>
        <Panel title={t('sandbox.codes')} text={t('sandbox.codes_text')}>
          <Codes />
        </Panel>
        <Panel title={t('sandbox.people')} text={t('sandbox.people_text')}>
          <People people={world.people} />
        </Panel>
        <Panel title={t('sandbox.staff')} text={t('sandbox.staff_text')}>
          <StaffLogins staff={world.staff} />
        </Panel>
        <Panel title={t('sandbox.clock')} text={t('sandbox.clock_text')}>
          <ClockSwitch />
        </Panel>
        <Panel title={t('sandbox.reset')} text={t('sandbox.reset_text')}>
          <Reset onDone={onReset} />
        </Panel>
      </div>
      <div className="grid min-w-0 gap-4">
        <Panel title={t('sandbox.api')} text={t('sandbox.api_text')}>
          <ApiValues world={world} />
        </Panel>
        <Panel title={t('sandbox.curl')} text={t('sandbox.curl_text')}>
          <CurlExample world={world} />
        </Panel>
        <Panel title={t('sandbox.webhooks')} text={t('sandbox.webhooks_text')}>
          <Webhooks />
        </Panel>
        <Panel title={t('sandbox.faults')} text={t('sandbox.faults_text')}>
          <FaultSwitches />
        </Panel>
      </div>
    </main>
  );
}

export function Panel({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className="min-w-0 rounded-l bg-panel p-4 outline-1 outline-line two:p-5">
      <h2 className="font-semibold text-l">{title}</h2>
      {text && <p className="mb-3 text-soft text-s">{text}</p>}
      {children}
    </section>
  );
}

function NoWorld({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const i18n = useI18n();
  const code = codeOf(error);
  const isClosed = code === 'not_found';
  return (
    <main>
      <EmptyState
        title={isClosed ? i18n.t('sandbox.closed') : wordError(code, i18n)}
        text={isClosed && i18n.t('sandbox.closed_text')}
        action={<Button onClick={onRetry}>{i18n.t('common.retry')}</Button>}
      />
    </main>
  );
}

function Waiting() {
  return (
    <main className="grid items-start gap-4 three:grid-cols-2">
      <Skeleton className="h-60 rounded-l" />
      <Skeleton className="h-60 rounded-l" />
      <Skeleton className="h-40 rounded-l" />
      <Skeleton className="h-40 rounded-l" />
    </main>
  );
}
