import { useState } from 'react';
import type { SandboxWorld } from '../../../protocol/index.ts';
import { Tabs, useI18n } from '../../ui/index.ts';
import { CopyButton } from './Copyable.tsx';
import { curlExamples, type ExampleName } from './curl-examples.ts';

/** Ready to paste into a terminal on this machine. */
export function CurlExample({ world }: { world: SandboxWorld }) {
  const { t } = useI18n();
  const [name, setName] = useState<ExampleName>('text');
  const text = curlExamples(world)[name];
  return (
    <>
      <Tabs<ExampleName>
        label={t('sandbox.curl')}
        value={name}
        onChange={setName}
        items={[
          { key: 'text', label: t('sandbox.curl.text') },
          { key: 'buttons', label: t('sandbox.curl.buttons') },
          { key: 'product', label: t('sandbox.curl.product') },
          { key: 'customer', label: t('sandbox.curl.customer') },
          { key: 'subscribe', label: t('sandbox.curl.subscribe') },
        ]}
      />
      <div className="relative mt-2">
        <pre
          dir="ltr"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
          tabIndex={0}
          className="overflow-x-auto rounded-m bg-sunken p-3 pe-12 font-mono text-s leading-relaxed"
        >
          {text}
        </pre>
        <span className="absolute end-2 top-2 rounded-full bg-sunken">
          <CopyButton label={t('sandbox.curl')} value={text} />
        </span>
      </div>
    </>
  );
}
