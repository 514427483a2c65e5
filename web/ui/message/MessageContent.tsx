import { cx } from '../class-names.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import type { TicketPlace } from '../ticket/fold.ts';
import { OrderCard } from '../ticket/OrderCard.tsx';
import { PaymentCard } from '../ticket/PaymentCard.tsx';
import { TicketStub } from '../ticket/Ticket.tsx';
import { useMessageScope } from './actions.tsx';
import { Bubble, Meta, Quote, type Side } from './Bubble.tsx';
import { ImageBody } from './ImageBody.tsx';
import { type Answer, ButtonsActions, InteractiveParts, ListActions } from './InteractiveBody.tsx';
import { ProductBody, ProductShelf } from './ProductBody.tsx';
import { RichText } from './RichText.tsx';
import type { MessageRow } from './rows.ts';
import { type Tick, tickOf } from './types.ts';
import { summarize, summarizeTicket } from './words.ts';

export interface MessageContentProps {
  row: MessageRow;
  side: Side;
}

/** The body of a message by its kind, with quote, time and ticks. */
export function MessageContent({ row, side }: MessageContentProps) {
  if (row.place) return <TicketMessage row={row} side={side} />;
  return <BubbleMessage row={row} side={side} />;
}

function TicketMessage({ row, side }: MessageContentProps) {
  const i18n = useI18n();
  const scope = useMessageScope();
  const tick = useTick(row, side);
  const { message, place } = row;
  const { content } = message;
  const isTicket =
    content.type === 'order' ||
    content.type === 'order_status' ||
    content.type === 'payment_request' ||
    content.type === 'payment';
  if (!place || !isTicket) return null;
  const note = 'text' in content ? content.text : 'body' in content ? content.body : undefined;
  return (
    <div className={cx('flex max-w-full flex-col gap-1.5', side === 'end' && 'items-end')}>
      {note && (
        <Bubble side={side} tail={false}>
          <RichText text={note} />
        </Bubble>
      )}
      {place.kind === 'stub' ? (
        <div className="flex items-center gap-2">
          <TicketStub
            text={summarizeTicket(content, i18n)}
            onOpen={() => scope.goTo({ key: place.wholeKey })}
          />
          <Meta at={message.at} tick={tick} />
        </div>
      ) : (
        <>
          <WholeTicket place={place} />
          <Meta at={message.at} tick={tick} className="px-1" />
        </>
      )}
    </div>
  );
}

function WholeTicket({ place }: { place: Extract<TicketPlace, { kind: 'whole' }> }) {
  const { actions } = useMessageScope();
  const buttons = actions.ticketActions?.(place);
  if (place.order) return <OrderCard order={place.order} payment={place.payment} actions={buttons} />;
  return place.payment && <PaymentCard payment={place.payment} actions={buttons} />;
}

function BubbleMessage({ row, side }: MessageContentProps) {
  const { message, last } = row;
  const { content } = message;
  const scope = useMessageScope();
  const tick = useTick(row, side);
  const { answer } = scope.actions;
  const mayAnswer = side === 'start' && message.seq !== null && answer;
  const onAnswer = mayAnswer ? (value: Answer) => answer(message, value) : undefined;
  const isFlush = content.type === 'image' || content.type === 'product';
  return (
    <div className="flex max-w-full flex-col">
      <Bubble side={side} tail={last} flush={isFlush} className={side === 'end' ? 'self-end' : 'self-start'}>
        <ReplyQuote row={row} />
        <BubbleBody row={row} />
        <span className={isFlush ? 'flex justify-end px-1.5 pt-1 pb-0.5' : 'bubble-meta'}>
          <Meta at={message.at} tick={tick} />
        </span>
      </Bubble>
      {content.type === 'buttons' && (
        <ButtonsActions content={content} answeredId={row.answeredId} onAnswer={onAnswer} />
      )}
      {content.type === 'list' && <ListActions content={content} onAnswer={onAnswer} />}
      {content.type === 'product_list' && (
        <ProductShelf content={content} onOpen={scope.actions.openProduct} />
      )}
    </div>
  );
}

function BubbleBody({ row: { message } }: { row: MessageRow }) {
  const { content } = message;
  const { actions } = useMessageScope();
  const { t } = useI18n();
  switch (content.type) {
    case 'text':
      return <RichText text={content.body} />;
    case 'image':
      return (
        <>
          <ImageBody
            content={content}
            previewUrl={message.previewUrl}
            onOpen={(mediaId) => actions.openImage?.(mediaId)}
          />
          {content.caption && (
            <span className="block max-w-70 px-2 pt-1">
              <RichText text={content.caption} />
            </span>
          )}
        </>
      );
    case 'buttons':
    case 'list':
    case 'product_list':
      return <InteractiveParts header={content.header} body={content.body} footer={content.footer} />;
    case 'product':
      return (
        <>
          <ProductBody content={content} onOpen={actions.openProduct} />
          {content.body && (
            <span className="block max-w-60 px-2 pt-1">
              <InteractiveParts body={content.body} footer={content.footer} />
            </span>
          )}
        </>
      );
    case 'button_reply':
    case 'list_reply':
      return <RichText text={content.title} />;
    default:
      return <em className="text-soft">{t('message.unknown')}</em>;
  }
}

function ReplyQuote({ row: { message } }: { row: MessageRow }) {
  const i18n = useI18n();
  const { me, members, find, goTo } = useMessageScope();
  const { replyTo } = message;
  if (replyTo === null) return null;
  const target = find(replyTo);
  if (!target)
    return <Quote name={i18n.t('message.earlier')} text="…" onOpen={() => goTo({ seq: replyTo })} />;
  const author = members.find((member) => member.member === target.member);
  const name = target.member === me ? i18n.t('conversation.you') : (author?.name ?? '');
  return <Quote name={name} text={summarize(target.content, i18n)} onOpen={() => goTo({ seq: replyTo })} />;
}

function useTick(row: MessageRow, side: Side): Tick | undefined {
  const { me, members } = useMessageScope();
  if (side === 'start') return undefined;
  return tickOf(
    row.message,
    members.filter((member) => member.member !== me),
  );
}
