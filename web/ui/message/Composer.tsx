import { Send, Smile, X } from 'lucide-react';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { IconButton } from '../base/Button.tsx';
import { Popover } from '../base/Popover.tsx';
import { cx } from '../class-names.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { EmojiPicker } from './EmojiPicker.tsx';

export interface ComposerProps {
  /** "Message Atelier Lune" */
  placeholder: string;
  value: string;
  onChange(text: string): void;
  onSend(text: string): void;
  /** Pictures that were pasted. */
  onFiles?(files: File[]): void;
  /** What is being answered; Esc or the cross gives it up. */
  replyingTo?: { name: string; text: string } | null;
  onCancelReply?(): void;
  /** Buttons before the field: attach, shop, templates. */
  before?: ReactNode;
  /** Said instead of the field, when nothing can be written. */
  blockedText?: string | null;
  /** Keys that the app takes first; true means taken. */
  onKey?(event: KeyboardEvent<HTMLTextAreaElement>): boolean;
  charsMax?: number;
}

/** Enter sends and Shift+Enter breaks the line; while an input method composes, Enter is its own. */
export function Composer(props: ComposerProps) {
  const { value, onChange, onSend, placeholder, before, blockedText, charsMax = 4096 } = props;
  const { t } = useI18n();
  const field = useRef<HTMLTextAreaElement>(null);
  const send = () => {
    const text = value.trim();
    if (text) onSend(text);
    field.current?.focus();
  };
  useAutoHeight(field, value);
  useFocusOnReply(field, props.replyingTo);
  if (blockedText) {
    return (
      <p className="border-line border-t bg-panel px-5 py-4 text-center text-soft text-s">{blockedText}</p>
    );
  }
  return (
    <div className="border-line border-t bg-panel px-2 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] two:px-3">
      {props.replyingTo && <ReplyBar {...props.replyingTo} onCancel={() => props.onCancelReply?.()} />}
      <div className="flex items-end gap-1">
        {before}
        <div className="flex min-w-0 flex-1 items-end rounded-xl bg-sunken outline-offset-0 focus-within:outline-2 focus-within:outline-petrol">
          <textarea
            ref={field}
            dir="auto"
            rows={1}
            value={value}
            maxLength={charsMax}
            placeholder={placeholder}
            aria-label={placeholder}
            enterKeyHint="send"
            onChange={(event) => onChange(event.target.value)}
            onKeyDown={(event) => handleKey(event, props, send)}
            onPaste={(event) => pasteFiles(event, props)}
            className="no-scrollbar max-h-40 min-h-11 min-w-0 flex-1 resize-none bg-transparent py-2.5 ps-4 outline-none placeholder:text-soft"
          />
          <EmojiMenu field={field} value={value} onChange={onChange} />
        </div>
        <IconButton label={t('composer.send')} variant="primary" disabled={!value.trim()} onClick={send}>
          <Send size={20} className="rtl:-scale-x-100" />
        </IconButton>
      </div>
    </div>
  );
}

function handleKey(event: KeyboardEvent<HTMLTextAreaElement>, props: ComposerProps, send: () => void): void {
  if (event.nativeEvent.isComposing || props.onKey?.(event)) return;
  if (event.key === 'Escape' && props.replyingTo) {
    props.onCancelReply?.();
    return;
  }
  const isTouch = matchMedia('(pointer: coarse)').matches;
  if (event.key !== 'Enter' || event.shiftKey || isTouch) return;
  event.preventDefault();
  send();
}

function pasteFiles(event: ClipboardEvent, props: ComposerProps): void {
  const files = [...event.clipboardData.files].filter((file) => file.type.startsWith('image/'));
  if (files.length === 0 || !props.onFiles) return;
  event.preventDefault();
  props.onFiles(files);
}

function ReplyBar({ name, text, onCancel }: { name: string; text: string; onCancel(): void }) {
  const { t } = useI18n();
  return (
    <div className="mb-2 flex items-center gap-2 rounded-s border-petrol border-s-3 bg-sunken ps-3 text-s">
      <div className="min-w-0 flex-1 py-1.5">
        <p className="truncate font-semibold text-petrol">{t('composer.replying_to', { name })}</p>
        <p className="truncate text-soft">
          <bdi>{text}</bdi>
        </p>
      </div>
      <IconButton label={t('composer.cancel_reply')} onClick={onCancel}>
        <X size={18} />
      </IconButton>
    </div>
  );
}

function EmojiMenu({ field, value, onChange }: EmojiMenuProps) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const insert = (emoji: string) => {
    const at = field.current?.selectionEnd ?? value.length;
    onChange(value.slice(0, at) + emoji + value.slice(at));
    setOpen(false);
  };
  return (
    <span className={cx('pointer-coarse:hidden')}>
      <IconButton
        ref={button}
        label={t('composer.emoji')}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Smile size={20} />
      </IconButton>
      {open && (
        <Popover anchor={button} onClose={() => setOpen(false)} prefer="above">
          <EmojiPicker onPick={insert} />
        </Popover>
      )}
    </span>
  );
}

interface EmojiMenuProps {
  field: React.RefObject<HTMLTextAreaElement | null>;
  value: string;
  onChange(text: string): void;
}

/** Grows with the text to a limit, in browsers that cannot do it by themselves too. */
function useAutoHeight(field: React.RefObject<HTMLTextAreaElement | null>, value: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text.
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [field, value]);
}

function useFocusOnReply(field: React.RefObject<HTMLTextAreaElement | null>, replyingTo: unknown): void {
  const isReplying = Boolean(replyingTo);
  useEffect(() => {
    if (isReplying) field.current?.focus();
  }, [field, isReplying]);
}
