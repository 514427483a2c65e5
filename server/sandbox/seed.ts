// The demo world on an empty data folder: a shop with a catalogue, its staff, people who buy there, an app.
import { randomBytes, randomInt } from 'node:crypto';
import type { AccountId, SandboxPerson, SandboxStaff } from '../../protocol/index.ts';
import { type Business, newGraphId } from '../accounts/index.ts';
import { demoCatalogue } from './demo/catalogue.ts';
import { demoPeople, demoShop, demoStaff } from './demo/world.ts';
import type { SandboxParts } from './index.ts';
import { fillCatalogue } from './seed-catalogue.ts';
import { playHistory } from './seed-history.ts';
import type { StoredWorld } from './state.ts';

const walletMinor = 100_000n;

/** Makes the world. After a reset it keeps what scripts hold on to: the app, its token, the numbers' ids. */
export async function seedWorld(parts: SandboxParts, kept: StoredWorld | null): Promise<StoredWorld> {
  const portraits = drawPortraits(parts);
  const business = await openShop(parts, kept);
  const catalogId = await fillCatalogue(parts, business.accountId);
  const staff = await hireStaff(parts, business.accountId);
  await portraits;
  const people = await inviteShoppers(parts, business);
  await playHistory(parts, { businessAccountId: business.accountId, catalogId });
  const app = kept ?? (await registerApp(parts, business));
  return {
    sandbox_token: kept?.sandbox_token ?? `sandbox_${randomBytes(24).toString('base64url')}`,
    app_id: app.app_id,
    app_secret: app.app_secret,
    verify_token: app.verify_token,
    access_token: app.access_token,
    business_id: business.portfolioId,
    waba_id: business.wabaId,
    phone_number_id: business.phoneNumberId,
    display_phone_number: business.displayPhone,
    catalog_id: (await parts.catalog.catalogGraphId(catalogId))!,
    product_retailer_ids: demoCatalogue.products.flatMap(({ variants }) => variants.map(({ sku }) => sku)),
    page_id: kept?.page_id ?? newGraphId(),
    flow_id: kept?.flow_id ?? newGraphId(),
    people,
    staff,
  };
}

/** Ahead of the catalogue's pictures, which are many. */
async function drawPortraits({ kit, pictureHost }: SandboxParts): Promise<void> {
  if (!kit.config.demoPictures) return;
  await Promise.all(demoPeople.map(({ handle }) => pictureHost.draw(portraitOf(handle))));
}

async function openShop(parts: SandboxParts, kept: StoredWorld | null): Promise<Business> {
  const { accounts, kit } = parts;
  const { slug, name, displayPhone, about, description, address, email, websites, vertical } = demoShop;
  const ids = kept && {
    portfolioId: kept.business_id,
    wabaId: kept.waba_id,
    phoneNumberId: kept.phone_number_id,
  };
  const business = await accounts.createBusiness({
    handle: slug,
    name,
    displayPhone,
    currency: demoCatalogue.currency,
    taxRateBasisPoints: demoCatalogue.vatPercent * 100,
    language: 'en',
    verified: true,
    profile: {
      about: about.en,
      description: description.en,
      address,
      email,
      websites: [...websites],
      hours: wordHours(),
      vertical,
    },
    ...ids,
  });
  if (!kit.config.demoPictures) return business;
  const publish = (name: string) => publishDrawing(parts, business.accountId, name);
  const [avatarUrl, coverUrl] = await Promise.all([publish('shop-logo'), publish('shop-cover')]);
  return accounts.updateBusiness(business.accountId, { avatarUrl, coverUrl });
}

/** "Tu 10:00-12:30,14:00-19:00; …", as OpenStreetMap writes opening hours. */
function wordHours(): string {
  const days = Map.groupBy(demoShop.hours, ({ day }) => day);
  const rows = [...days].map(([day, spans]) => {
    const short = `${day[0]!.toUpperCase()}${day[1]}`;
    return `${short} ${spans.map(({ opens, closes }) => `${opens}-${closes}`).join(',')}`;
  });
  return rows.join('; ');
}

async function publishDrawing(
  { media, pictureHost }: SandboxParts,
  accountId: AccountId,
  name: string,
): Promise<string> {
  const bytes = await pictureHost.draw(name);
  const { id } = await media.store({ accountId, bytes, origin: 'shop', isPublic: true });
  return (await media.pictures([id])).get(id)!.url;
}

async function hireStaff({ accounts }: SandboxParts, accountId: AccountId): Promise<SandboxStaff[]> {
  const hired: SandboxStaff[] = [];
  for (const { name, email, role } of demoStaff) {
    const password = newPassword();
    await accounts.createStaff({ name, email, role, accountId, password });
    hired.push({ name, email, password, role });
  }
  return hired;
}

async function inviteShoppers(parts: SandboxParts, business: Business): Promise<SandboxPerson[]> {
  const { accounts, payments, kit } = parts;
  const invited: SandboxPerson[] = [];
  for (const { handle, name, phone, language, sharesNumber } of demoPeople) {
    const accountId = await accounts.createPerson({ name, phone, language });
    if (kit.config.demoPictures) {
      await accounts.setAvatar(accountId, await publishDrawing(parts, accountId, portraitOf(handle)));
    }
    const { token } = await accounts.createDevice(accountId, { name: 'Sandbox', lasting: true });
    await payments.fundSandboxWallet(accountId, walletMinor, demoCatalogue.currency);
    if (sharesNumber) await accounts.sharePhone(accountId, business.accountId);
    const user_id = await accounts.userIdFor(business.portfolioId, accountId);
    invited.push({ name, phone, user_id, psid: newGraphId(), token });
  }
  return invited;
}

function portraitOf(handle: string): string {
  return `portrait-${handle}`;
}

async function registerApp({ apps }: SandboxParts, { portfolioId }: Business) {
  const { appId, secret } = await apps.createApp({ name: 'Demo app', portfolioId });
  return {
    app_id: appId,
    app_secret: secret,
    verify_token: randomBytes(12).toString('base64url'),
    access_token: await apps.issueToken({ appId, portfolioId }),
  };
}

/** Easy to type from a page, and different on every machine. */
function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}
