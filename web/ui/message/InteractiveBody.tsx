import { Check, List, Reply } from 'lucide-react';
import { useState } from 'react';
import type { ContentOf } from '../../../protocol/index.ts';
import { Dialog } from '../base/Dialog.tsx';
import { cx } from '../class-names.ts';
import { StoredImage } from './ImageBody.tsx';
import { RichText } from './RichText.tsx';

export type Answer = ContentOf<'button_reply' | 'list_reply'>;

interface Parts {
  header?: ContentOf<'buttons'>['header'];
  body: string;
  footer?: string | undefined;
}

/** Header, body and footer, the same for every kind that can be pressed. */
export function InteractiveParts({ header, body, footer }: Parts) {
  return (
    <>
      {header?.type === 'text' && (
        <strong dir="auto" className="block">
          {header.text}
        </strong>
      )}
      {header?.type === 'image' && (
        <span className="mb-2 block aspect-video overflow-hidden rounded-s bg-sunken">
          <StoredImage mediaId={header.media_id} alt="" />
        </span>
      )}
      <RichText text={body} />
      {footer && (
        <span dir="auto" className="mt-1 block text-soft text-xs">
          {footer}
        </span>
      )}
    </>
  );
}

const actionLook = cx(
  'flex min-h-11 w-full items-center justify-center gap-2 rounded-m border border-line bg-panel px-3 font-semibold',
  'text-petrol hover:bg-sunken disabled:text-soft disabled:hover:bg-panel',
);

/** The buttons below a bubble. Without `onAnswer` (the sender's own view), and once one was chosen, they rest. */
export function ButtonsActions({ content, answeredId, onAnswer }: ButtonsActionsProps) {
  return (
    <div className="mt-1 flex flex-col gap-1">
      {content.buttons.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          disabled={!onAnswer || answeredId !== null}
          aria-pressed={id === answeredId || undefined}
          onClick={() => onAnswer?.({ type: 'button_reply', id, title })}
          className={cx(actionLook, id === answeredId && 'bg-tint text-ink disabled:text-ink')}
        >
          {id === answeredId ? (
            <Check aria-hidden size={16} />
          ) : (
            <Reply aria-hidden size={16} className="rtl:-scale-x-100" />
          )}
          <span dir="auto">{title}</span>
        </button>
      ))}
    </div>
  );
}

export interface ButtonsActionsProps {
  content: ContentOf<'buttons'>;
  /** Id of the button that was chosen, if one was. */
  answeredId: string | null;
  onAnswer?: ((answer: Answer) => void) | undefined;
}

/** The button that opens the list, and the list. */
export function ListActions({ content, onAnswer }: ListActionsProps) {
  const [open, setOpen] = useState(false);
  return (
    <div className="mt-1">
      <button type="button" disabled={!onAnswer} onClick={() => setOpen(true)} className={actionLook}>
        <List aria-hidden size={16} />
        <span dir="auto">{content.button}</span>
      </button>
      {open && (
        <Dialog kind="sheet" title={content.button} onClose={() => setOpen(false)}>
          <ListRows
            content={content}
            onPick={(answer) => {
              setOpen(false);
              onAnswer?.(answer);
            }}
          />
        </Dialog>
      )}
    </div>
  );
}

export interface ListActionsProps {
  content: ContentOf<'list'>;
  onAnswer?: ((answer: Answer) => void) | undefined;
}

function ListRows({ content, onPick }: { content: ContentOf<'list'>; onPick(answer: Answer): void }) {
  return content.sections.map((section, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: sections never move inside a sent message.
    <section key={index} className="mt-2">
      {section.title && (
        <h3 className="font-semibold text-soft text-s">
          <bdi>{section.title}</bdi>
        </h3>
      )}
      {section.rows.map((row) => (
        <button
          key={row.id}
          type="button"
          onClick={() => onPick({ type: 'list_reply', ...row })}
          className="-mx-2 block min-h-12 w-[calc(100%+1rem)] rounded-s px-2 py-2 text-start hover:bg-sunken"
        >
          <span className="block">
            <bdi>{row.title}</bdi>
          </span>
          {row.description && (
            <span className="block text-soft text-s">
              <bdi>{row.description}</bdi>
            </span>
          )}
        </button>
      ))}
    </section>
  ));
}
