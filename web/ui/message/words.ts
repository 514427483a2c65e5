import type { Content, ContentOf, ErrorCode } from '../../../protocol/index.ts';
import type { I18n } from '../i18n/I18nProvider.tsx';
import type { MessageId, Translator } from '../i18n/translator.ts';
import { wordOrder, wordPayment } from '../ticket/states.ts';
import { plainText } from './rich-text.ts';

/** A content in one line: for the chat list, quotes, notices and names of messages. */
export function summarize(content: Content, i18n: Translator): string {
  const { t } = i18n;
  switch (content.type) {
    case 'text':
      return plainText(content.body);
    case 'image':
      return content.caption ? plainText(content.caption) : t('message.photo');
    case 'reaction':
      return content.emoji ? t('message.reacted', { emoji: content.emoji }) : t('message.reaction_removed');
    case 'buttons':
    case 'list':
    case 'product_list':
      return plainText(content.body);
    case 'button_reply':
    case 'list_reply':
      return content.title;
    case 'product':
      return content.body ?? t('message.product');
    case 'system':
      return wordSystem(content, i18n);
    default:
      return summarizeTicket(content, i18n);
  }
}

type TicketContent = ContentOf<'order' | 'order_status' | 'payment_request' | 'payment'>;

/** "Order 2041: Paid · 154,90 €" */
export function summarizeTicket(content: TicketContent, i18n: Translator): string {
  const { t, money } = i18n;
  const { order } = content;
  if (content.type === 'order' || content.type === 'order_status') {
    return t('order.summary', {
      number: String(content.order.number),
      state: t(wordOrder(content.order, null).word),
      total: money(content.order.total),
    });
  }
  const state = t(wordPayment(content.payment).word);
  const total = money(content.payment.amount);
  return order
    ? t('order.summary', { number: String(order.number), state, total })
    : t('payment.summary', { state, total });
}

export function wordSystem(content: ContentOf<'system'>, { t }: Translator): string {
  return t(`system.${content.code}`, { order: content.parameters.order_number ?? '' });
}

/** What a refusal means for the person in front of the screen. */
export function wordError(code: ErrorCode | string | undefined, i18n: Translator | I18n): string {
  const id = `error.${code}` as MessageId;
  const text = i18n.t(id);
  return text === id ? i18n.t('error.internal') : text;
}
