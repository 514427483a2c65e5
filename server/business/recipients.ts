// Whom a business writes to. A number finds a person only if that person shared it with this very business: otherwise
// an answer would tell that a nameless visitor is the owner of a number.
import type { AccountId, ConversationId } from '../../protocol/index.ts';
import { type Accounts, type Business, parsePhone } from '../accounts/index.ts';
import type { Conversations } from '../conversations/index.ts';
import { GraphFault } from '../graph/index.ts';
import { toWaId } from './inbound.ts';

export interface Recipient {
  /** As the caller wrote it. */
  input: string;
  /** The number in digits, when it was named or is known to the business. */
  waId: string | null;
  userId: string | null;
  /** Null when nobody is found. */
  person: AccountId | null;
  conversationId: ConversationId | null;
}

export interface RecipientDeps {
  accounts: Pick<Accounts, 'findByPhone' | 'findByUserId' | 'sharedPhone' | 'userIdFor'>;
  conversations: Pick<Conversations, 'find'>;
}

const userIdPattern = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/** `to` wins over `recipient`. Graph faults: 100 (neither, or not of the form), 131021 (oneself). */
export async function findRecipient(
  deps: RecipientDeps,
  business: Business,
  { to, recipient }: { to?: string | undefined; recipient?: string | undefined },
): Promise<Recipient> {
  const number = to?.trim() ?? '';
  if (number !== '') return findByNumber(deps, business, number);
  if (recipient === undefined || recipient === '') {
    throw new GraphFault(100, { message: 'The parameter to is required.' });
  }
  return findByUserId(deps, business, recipient);
}

async function findByNumber(deps: RecipientDeps, business: Business, input: string): Promise<Recipient> {
  const e164 = readNumber(input, business);
  if (e164 === business.displayPhone) throw new GraphFault(131021);
  const nobody = { input, waId: toWaId(e164), userId: null, person: null, conversationId: null };
  const owner = await deps.accounts.findByPhone(e164);
  if (owner === null) return nobody;
  if ((await deps.accounts.sharedPhone(owner, business.accountId)) !== e164) return nobody;
  return {
    ...nobody,
    userId: await deps.accounts.userIdFor(business.portfolioId, owner),
    person: owner,
    conversationId: await deps.conversations.find(owner, business.accountId),
  };
}

async function findByUserId(deps: RecipientDeps, business: Business, input: string): Promise<Recipient> {
  if (!userIdPattern.test(input)) {
    throw new GraphFault(100, { message: 'Param recipient must be a business-scoped user ID.' });
  }
  const person = await deps.accounts.findByUserId(business.portfolioId, input);
  const nobody = { input, waId: null, userId: input, person: null, conversationId: null };
  if (person === null) return nobody;
  const phone = await deps.accounts.sharedPhone(person, business.accountId);
  return {
    ...nobody,
    waId: phone === null ? null : toWaId(phone),
    person,
    conversationId: await deps.conversations.find(person, business.accountId),
  };
}

/** E.164 of what was written: with or without `+`, with national digits of the business's own country too. */
function readNumber(input: string, business: Business): string {
  const digits = input.replace(/[\s\-().+]/g, '');
  if (!/^\d{5,20}$/.test(digits)) {
    throw new GraphFault(131009, { details: 'Parameter to is not a phone number.' });
  }
  const country = parsePhone(business.displayPhone).country;
  const candidates: [string, string?][] = [[`+${digits}`], [digits, country]];
  if (input.trim().startsWith('+')) candidates.pop();
  for (const [text, region] of candidates) {
    try {
      return parsePhone(text, region).e164;
    } catch {
      // The next reading, then: a number that no plan knows stays as it is and reaches nobody.
    }
  }
  return `+${digits}`;
}
