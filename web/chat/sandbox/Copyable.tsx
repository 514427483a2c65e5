import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cx, IconButton, useI18n } from '../../ui/index.ts';

/** A value to be pasted elsewhere: shown whole or cut, copied whole. */
export function Copyable({ label, value, className }: { label: string; value: string; className?: string }) {
  return (
    <span className={cx('flex min-w-0 items-center gap-1', className)}>
      <code dir="ltr" className="min-w-0 flex-1 truncate font-mono text-s">
        {value}
      </code>
      <CopyButton label={label} value={value} />
    </span>
  );
}

const shownMs = 1_500;

export function CopyButton({ label, value }: { label: string; value: string }) {
  const { t } = useI18n();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => navigator.clipboard.writeText(value).then(() => setCopied(true));
  return (
    <IconButton
      size="s"
      label={copied ? t('sandbox.copied') : t('sandbox.copy', { name: label })}
      onClick={() => void copy()}
    >
      {copied ? <Check size={16} className="text-ok-ink" /> : <Copy size={15} />}
    </IconButton>
  );
}
