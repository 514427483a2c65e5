import type { SandboxWorld } from '../../../protocol/index.ts';

export type ExampleName = 'text' | 'buttons' | 'product' | 'customer' | 'subscribe';

/** Commands that work as they stand: each value is this sandbox's own. */
export function curlExamples(world: SandboxWorld): Record<ExampleName, string> {
  const { graph_url, base_url, phone_number_id, access_token, sandbox_token, people } = world;
  const messages = `${graph_url}/v23.0/${phone_number_id}/messages`;
  const person = people[0];
  const send = (body: object) =>
    post(messages, access_token, { messaging_product: 'whatsapp', recipient: person?.user_id, ...body });
  return {
    text: send({ type: 'text', text: { body: 'Hello from the API' } }),
    buttons: send({
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'Shall we gift-wrap it?' },
        action: {
          buttons: [
            { type: 'reply', reply: { id: 'wrap', title: 'Yes, please' } },
            { type: 'reply', reply: { id: 'plain', title: 'No, thank you' } },
          ],
        },
      },
    }),
    product: send({
      type: 'interactive',
      interactive: {
        type: 'product',
        body: { text: 'This one is back' },
        action: { catalog_id: world.catalog_id, product_retailer_id: world.product_retailer_ids[0] },
      },
    }),
    customer: post(
      `${base_url}/sandbox/people/${encodeURIComponent(person?.phone ?? '')}/messages`,
      sandbox_token,
      {
        type: 'text',
        text: { body: 'Is the walnut one waterproof?' },
      },
    ),
    subscribe: [
      subscribe(world),
      post(`${graph_url}/v23.0/${world.waba_id}/subscribed_apps`, access_token, {}),
    ].join('\n'),
  };
}

function post(url: string, token: string, body: object): string {
  return [
    `curl -X POST '${url}'`,
    `  -H 'Authorization: Bearer ${token}'`,
    `  -H 'Content-Type: application/json'`,
    `  -d '${JSON.stringify(body, null, 2).replaceAll("'", "'\\''")}'`,
  ].join(' \\\n');
}

/** An app says where it hears of messages with its own id and secret, as the Graph API asks. */
function subscribe({ graph_url, app_id, app_secret, verify_token }: SandboxWorld): string {
  const fields = {
    object: 'whatsapp_business_account',
    callback_url: 'http://127.0.0.1:8080/webhook',
    fields: 'messages',
    verify_token,
    access_token: `${app_id}|${app_secret}`,
  };
  return [
    `curl -X POST '${graph_url}/v23.0/${app_id}/subscriptions'`,
    ...Object.entries(fields).map(([name, value]) => `  -d '${name}=${value}'`),
  ].join(' \\\n');
}
