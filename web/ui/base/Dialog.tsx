import { X } from 'lucide-react';
import { type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { cx } from '../class-names.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { IconButton } from './Button.tsx';

export interface DialogProps {
  title: string;
  onClose(): void;
  children: ReactNode;
  /** Buttons that stay in view below what scrolls. */
  footer?: ReactNode;
  /** `center` asks something; `sheet` rises from the bottom on a phone and stands in the middle elsewhere. */
  kind?: 'center' | 'sheet';
  size?: 's' | 'm' | 'l';
  hideTitle?: boolean;
}

const widths = { s: 'two:max-w-md', m: 'two:max-w-xl', l: 'two:max-w-4xl' };
const kinds = {
  center: 'm-auto w-[calc(100%-2rem)] rounded-xl animate-rise',
  sheet: 'mx-auto mb-0 mt-auto w-full rounded-t-xl animate-slide two:m-auto two:rounded-xl two:animate-rise',
};

/** A modal on the native <dialog>: focus stays inside, Esc and a press outside close it, focus returns. */
export function Dialog(props: DialogProps) {
  const { title, onClose, children, footer, kind = 'center', size = 's', hideTitle = false } = props;
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  const closeOutside = (event: MouseEvent) => {
    if (event.target === ref.current) onClose();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the native dialog closes on Esc by itself.
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClick={closeOutside}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className={cx(
        'max-h-[92dvh] max-w-full overflow-hidden bg-panel p-0 shadow-over',
        kinds[kind],
        widths[size],
      )}
    >
      <div className="flex max-h-[92dvh] flex-col">
        <header
          className={cx('flex items-center gap-2 ps-5 pe-2 pt-3 pb-1', hideTitle && 'absolute end-0 z-10')}
        >
          <h2 id={titleId} className={cx('flex-1 font-semibold text-l', hideTitle && 'sr-only')}>
            <bdi>{title}</bdi>
          </h2>
          <CloseButton onClose={onClose} />
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 pb-5">{children}</div>
        {footer && <footer className="flex flex-wrap gap-2 border-line border-t px-5 py-3">{footer}</footer>}
      </div>
    </dialog>
  );
}

function CloseButton({ onClose }: { onClose(): void }) {
  const { t } = useI18n();
  return (
    <IconButton label={t('common.close')} onClick={onClose}>
      <X size={20} />
    </IconButton>
  );
}
