// Simulated people: found by whatever name a script knows them by, and made in any number.
import { type AccountId, Fault, isId } from '../../protocol/index.ts';
import type { Accounts, Business, CreatedPerson } from '../accounts/index.ts';

/** Blocks that France's regulator keeps for fiction: nobody is ever called there. 10,000 numbers each. */
const fictionalBlocks = ['+3363998', '+3319900', '+3326191', '+3335301', '+3346571', '+3353649'];
const blockSize = 10_000;
/** The first hundred are for people of the demo world. */
const firstFree = 100;

const givenNames = [
  ...[
    'Adèle',
    'Amara',
    'Anouk',
    'Basile',
    'Camille',
    'Chidi',
    'Clément',
    'Dalia',
    'Elif',
    'Esteban',
    'Farah',
  ],
  ...['Gaspard', 'Hana', 'Ines', 'Ismaël', 'Jonas', 'Kenza', 'Léa', 'Liang', 'Malik', 'Maya', 'Nadia', 'Noé'],
  ...['Olga', 'Paul', 'Quentin', 'Rosa', 'Salomé', 'Samir', 'Tessa', 'Ugo', 'Vera', 'Wanda', 'Yara', 'Zoé'],
];
const familyNames = [
  ...[
    'Abadie',
    'Benali',
    'Blanc',
    'Caron',
    'Diallo',
    'Dubois',
    'Eriksen',
    'Faure',
    'García',
    'Haddad',
    'Ito',
  ],
  ...['Jansen', 'Kowalska', 'Laurent', 'Mercier', 'Moreau', 'Nguyen', 'Okafor', 'Petit', 'Renard', 'Rossi'],
  ...['Sato', 'Silva', 'Tran', 'Vidal', 'Weber', 'Yıldız'],
];

export interface SandboxPeople {
  /** By number (with or without +), account id, or the opaque id towards `business`. Fault: `not_found`. */
  find(reference: string, business: Business): Promise<AccountId>;
  /** Makes `count` people, each with a login that never expires. Fault: `invalid_request` when numbers run out. */
  createMany(count: number): Promise<CreatedPerson[]>;
  createOne(person: { name: string; phone?: string; language?: string }): Promise<CreatedPerson>;
  /** The token of a login that simulates this person's device. */
  tokenOf(accountId: AccountId): Promise<string>;
}

export function createSandboxPeople(accounts: Accounts): SandboxPeople {
  const tokens = new Map<AccountId, string>();
  let next = firstFree;

  async function createMany(
    count: number,
    name: (index: number) => string = nameOf,
  ): Promise<CreatedPerson[]> {
    const made: CreatedPerson[] = [];
    while (made.length < count) {
      const from = next;
      const missing = Math.min(count - made.length, fictionalBlocks.length * blockSize - from);
      if (missing <= 0) throw new Fault('invalid_request', 'count: no fictional numbers are left');
      next += missing;
      const wanted = Array.from({ length: missing }, (_, i) => ({
        name: name(from + i),
        phone: phoneOf(from + i),
      }));
      made.push(...(await accounts.createPeople(wanted)));
    }
    return made;
  }

  return {
    async find(reference, business) {
      const found = isId('account', reference)
        ? (await accounts.person(reference))?.deletedAt === null && reference
        : /^[A-Z]{2}\.\d+$/.test(reference)
          ? await accounts.findByUserId(business.portfolioId, reference)
          : await accounts.findByPhone(`+${reference.replace(/\D/g, '')}`);
      if (!found) throw new Fault('not_found', 'person');
      return found;
    },
    createMany: (count) => createMany(count),
    async createOne({ name, phone, language }) {
      if (phone === undefined) return (await createMany(1, () => name))[0]!;
      const person = { name, phone, ...(language === undefined ? {} : { language }) };
      const accountId = await accounts.createPerson(person);
      const { token } = await accounts.createDevice(accountId, { name: 'Sandbox', lasting: true });
      return { accountId, name, phone, token };
    },
    async tokenOf(accountId) {
      const known = tokens.get(accountId);
      if (known !== undefined && (await accounts.authenticateToken(known)) !== null) return known;
      const { token } = await accounts.createDevice(accountId, { name: 'Sandbox', lasting: true });
      tokens.set(accountId, token);
      return token;
    },
  };
}

function phoneOf(index: number): string {
  const block = fictionalBlocks[Math.floor(index / blockSize)]!;
  return `${block}${String(index % blockSize).padStart(4, '0')}`;
}

function nameOf(index: number): string {
  const given = givenNames[index % givenNames.length]!;
  return `${given} ${familyNames[Math.floor(index / givenNames.length) % familyNames.length]!}`;
}
