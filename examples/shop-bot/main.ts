// `bun examples/shop-bot/main.ts data/sandbox.json`: the bot at the demo shop's counter.
import { readFileSync } from 'node:fs';
import { startShopBot } from './bot.ts';

const [file = 'data/sandbox.json'] = process.argv.slice(2);
const world = JSON.parse(readFileSync(file, 'utf8'));
const bot = await startShopBot({
  graphUrl: world.graph_url,
  appId: world.app_id,
  appSecret: world.app_secret,
  verifyToken: world.verify_token,
  accessToken: world.access_token,
  wabaId: world.waba_id,
  phoneNumberId: world.phone_number_id,
  catalogId: world.catalog_id,
  skus: world.product_retailer_ids,
});
process.stdout.write(`The shop bot hears webhooks at ${bot.url}. Ctrl+C ends it.\n`);
