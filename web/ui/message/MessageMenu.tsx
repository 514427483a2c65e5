import { Copy, Plus, Reply, RotateCcw, Trash2 } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { type MenuItem, MenuList } from '../base/Menu.tsx';
import { Popover } from '../base/Popover.tsx';
import { showToast } from '../base/Toast.tsx';
import { type I18n, useI18n } from '../i18n/I18nProvider.tsx';
import { type MessageActions, useMessageScope } from './actions.tsx';
import { EmojiButton, EmojiPicker, quickReactions } from './EmojiPicker.tsx';
import type { ShownMessage } from './types.ts';

export interface MessageMenuProps {
  message: ShownMessage;
  anchor: RefObject<HTMLElement | null>;
  onClose(): void;
}

/** Reactions in a row, actions below: opened by a button, by holding a finger, or by Enter. */
export function MessageMenu({ message, anchor, onClose }: MessageMenuProps) {
  const i18n = useI18n();
  const { actions } = useMessageScope();
  const [showAll, setShowAll] = useState(false);
  const mayReact = message.seq !== null && actions.react;
  const react = (emoji: string) => {
    onClose();
    actions.react?.(message, emoji);
  };
  return (
    <Popover anchor={anchor} onClose={onClose} prefer="above">
      {mayReact && !showAll && (
        <fieldset aria-label={i18n.t('message.react')} className="flex border-line border-b p-1.5">
          {quickReactions.map((emoji) => (
            <EmojiButton key={emoji} emoji={emoji} onPick={react} />
          ))}
          <button
            type="button"
            aria-label={i18n.t('message.more_reactions')}
            onClick={() => setShowAll(true)}
            className="grid size-10 place-items-center rounded-s text-soft hover:bg-sunken"
          >
            <Plus size={20} />
          </button>
        </fieldset>
      )}
      {mayReact && showAll ? (
        <EmojiPicker onPick={react} />
      ) : (
        <MenuList
          label={i18n.t('message.actions')}
          items={listItems(message, actions, i18n)}
          onDone={onClose}
        />
      )}
    </Popover>
  );
}

function listItems(message: ShownMessage, actions: MessageActions, { t }: I18n): MenuItem[] {
  const { content } = message;
  const text =
    content.type === 'text' ? content.body : content.type === 'image' ? content.caption : undefined;
  const items: MenuItem[] = [];
  if (message.state === 'failed') {
    if (actions.retry) {
      items.push({
        label: t('message.retry'),
        icon: <RotateCcw size={18} />,
        onSelect: () => actions.retry!(message),
      });
    }
    if (actions.discard) {
      items.push({
        label: t('message.discard'),
        icon: <Trash2 size={18} />,
        danger: true,
        onSelect: () => actions.discard!(message),
      });
    }
  }
  if (message.seq !== null && actions.reply) {
    items.push({
      label: t('message.reply'),
      icon: <Reply size={18} className="rtl:-scale-x-100" />,
      onSelect: () => actions.reply!(message),
    });
  }
  if (text) items.push({ label: t('message.copy'), icon: <Copy size={18} />, onSelect: () => copy(text, t) });
  return items;
}

function copy(text: string, t: I18n['t']): void {
  navigator.clipboard.writeText(text).then(
    () => showToast({ text: t('message.copied') }),
    () => showToast({ text: t('message.copy_failed') }),
  );
}
