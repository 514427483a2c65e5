import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import { type ConversationId, newId } from '../../protocol/index.ts';
import { createTestAccounts } from '../../test/support/accounts.ts';
import { createConversations } from '../conversations/index.ts';
import { announcePrivacy } from './index.ts';

setDefaultTimeout(30_000);

const t = await createTestAccounts();
const conversations = createConversations(t.kit, {
  describeMembers: async () => new Map(),
  completeContent: async (content) => content,
  permitFor: async () => {
    throw new Error('nobody of staff writes here');
  },
});
announcePrivacy(t.kit, conversations);
await conversations.start();
t.kit.events.start();
afterAll(async () => {
  await conversations.stop();
  await t.kit.close();
});

test('sharing, a changed number and a deleted account are told in the chat, without the number', async () => {
  const makeShop = (handle: string, displayPhone: string) =>
    t.accounts.createBusiness({ handle, name: handle, displayPhone, currency: 'EUR' });
  const shop = await makeShop('atelier', '+33199000001');
  const other = await makeShop('other', '+33199000002');
  const { accountId } = await t.enter('+33639983001', { name: 'Ana' });
  const chats: ConversationId[] = [];
  for (const business of [shop, other]) {
    const { conversationId } = await conversations.open({
      personAccountId: accountId,
      businessAccountId: business.accountId,
    });
    chats.push(conversationId);
    await conversations.append({
      conversationId,
      messageId: newId('message'),
      author: { accountId, deviceId: null, staffId: null, via: 'socket' },
      content: { type: 'text', body: 'Hello' },
    });
  }
  const readCodes = async () => {
    await t.kit.settle();
    const rows = await conversations.readLog({ after: 0, limit: 100 });
    expect(JSON.stringify(rows)).not.toMatch(/63998300/);
    return chats.map((chat) =>
      rows.flatMap(({ conversationId, content }) =>
        conversationId === chat && content.type === 'system' ? [content.code] : [],
      ),
    );
  };
  const before = await readCodes();
  await t.accounts.sharePhone(accountId, shop.accountId);
  await t.accounts.sharePhone(accountId, shop.accountId);
  expect(await readCodes()).toEqual([[...before[0]!, 'phone_shared'], before[1]!]);
  await t.accounts.parts.signIn.changeNumber(await t.confirm('change_number', accountId, '+33639983002'));
  expect(await readCodes()).toEqual([[...before[0]!, 'phone_shared', 'number_changed'], before[1]!]);
  await t.accounts.parts.signIn.deleteAccount(await t.confirm('delete_account', accountId, '+33639983002'));
  const after = await readCodes();
  expect(after.map((codes) => codes.at(-1))).toEqual(['account_deleted', 'account_deleted']);
});
