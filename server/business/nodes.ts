// The things of the Cloud API that have an id: numbers, WhatsApp Business Accounts, portfolios, files.
import type { Accounts, Business } from '../accounts/index.ts';
import type { Grant, GraphNode } from '../graph/index.ts';
import type { Media, MediaRow } from '../media/index.ts';
import type { Store } from './store.ts';

export interface NumberNode extends GraphNode {
  kind: 'number';
  business: Business;
}
export interface WabaNode extends GraphNode {
  kind: 'waba';
  businesses: Business[];
}
export interface PortfolioNode extends GraphNode {
  kind: 'portfolio';
  businesses: Business[];
}
export interface MediaNode extends GraphNode {
  kind: 'media';
  media: MediaRow;
}
/** Whoever the token stands for. */
export interface MeNode extends GraphNode {
  kind: 'me';
}

export interface NodeDeps {
  accounts: Pick<Accounts, 'businessByPhoneNumberId' | 'businessesOfWaba' | 'businessesOfPortfolio'>;
  media: Pick<Media, 'byGraphId'>;
  store: Pick<Store, 'isMediaGranted'>;
  now: () => number;
}

export async function findNode(deps: NodeDeps, id: string, grant: Grant | null): Promise<GraphNode | null> {
  if (id === 'me') return grant?.userId ? toMe(grant, grant.userId) : null;
  if (!/^\d{5,20}$/.test(id)) return null;
  const business = await deps.accounts.businessByPhoneNumberId(id);
  if (business !== null) return toNumber(business);
  return (await findWaba(deps, id)) ?? (await findPortfolio(deps, id)) ?? (await findFile(deps, id, grant));
}

function toNumber(business: Business): NumberNode {
  return {
    kind: 'number',
    id: business.phoneNumberId,
    typeName: 'WhatsAppBusinessPhoneNumber',
    portfolioId: business.portfolioId,
    wabaId: business.wabaId,
    business,
  };
}

async function findWaba({ accounts }: NodeDeps, id: string): Promise<WabaNode | null> {
  const businesses = await accounts.businessesOfWaba(id);
  const [first] = businesses;
  if (first === undefined) return null;
  const { portfolioId } = first;
  return { kind: 'waba', id, typeName: 'WhatsAppBusinessAccount', portfolioId, wabaId: id, businesses };
}

async function findPortfolio({ accounts }: NodeDeps, id: string): Promise<PortfolioNode | null> {
  const businesses = await accounts.businessesOfPortfolio(id);
  if (businesses.length === 0) return null;
  return { kind: 'portfolio', id, typeName: 'Business', portfolioId: id, businesses };
}

/** A file is seen by the portfolio whose business brought it, and by one that got it from a person. */
async function findFile(deps: NodeDeps, id: string, grant: Grant | null): Promise<MediaNode | null> {
  if (grant?.portfolioId == null) return null;
  const media = await deps.media.byGraphId(id);
  if (media === null) return null;
  const businesses = await deps.accounts.businessesOfPortfolio(grant.portfolioId);
  const ids = businesses.map((business) => business.accountId);
  const isSeen =
    ids.includes(media.ownerAccountId) || (await deps.store.isMediaGranted(media.id, ids, deps.now()));
  if (!isSeen) return null;
  return { kind: 'media', id, typeName: 'WhatsAppMedia', portfolioId: grant.portfolioId, media };
}

function toMe({ portfolioId }: Grant, userId: string): MeNode {
  return { kind: 'me', id: userId, typeName: 'User', portfolioId };
}
