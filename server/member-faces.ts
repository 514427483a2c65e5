// What members of a conversation look like to each other: the one place where accounts and conversations meet.
import type { AccountId, MemberRole } from '../protocol/index.ts';
import type { Accounts, Business, PersonForBusiness } from './accounts/index.ts';
import type { DescribeMembers, MemberFace } from './conversations/index.ts';

const nobody: MemberFace = {
  name: '',
  avatar_url: null,
  handle: null,
  catalog_id: null,
  business_account_id: null,
  verified: false,
  user_id: null,
  phone: null,
};

/** A business sees people through `peopleForBusiness` alone, so nothing that was not shared can slip through. */
export function createMemberFaces({ accounts }: { accounts: Accounts }): DescribeMembers {
  async function businessFaces(ids: AccountId[]): Promise<[AccountId, MemberFace][]> {
    const businesses = await accounts.businesses(ids);
    return [...businesses].map(([id, business]) => [id, faceOfBusiness(business)]);
  }

  async function peopleFaces(ids: AccountId[], businessId: AccountId): Promise<[AccountId, MemberFace][]> {
    const people = await accounts.peopleForBusiness(ids, businessId);
    return [...people].map(([id, person]) => [id, faceOfPerson(person)]);
  }

  return async (viewer, members) => {
    const idsOf = (role: MemberRole) => [
      ...new Set(members.filter((m) => m.role === role).map((m) => m.accountId)),
    ];
    const businesses = await businessFaces(idsOf('business'));
    const people = viewer.role === 'business' ? await peopleFaces(idsOf('person'), viewer.accountId) : [];
    const faces = new Map<AccountId, MemberFace>([...businesses, ...people]);
    if (viewer.role === 'person') {
      const self = await accounts.person(viewer.accountId);
      faces.set(viewer.accountId, { ...nobody, name: self?.name ?? '', avatar_url: self?.avatarUrl ?? null });
    }
    return faces;
  };
}

function faceOfBusiness(business: Business): MemberFace {
  return {
    ...nobody,
    name: business.name,
    avatar_url: business.avatarUrl,
    handle: business.handle,
    catalog_id: business.catalogId,
    business_account_id: business.accountId,
    verified: business.verified,
  };
}

function faceOfPerson(person: PersonForBusiness): MemberFace {
  return {
    ...nobody,
    name: person.name,
    avatar_url: person.avatarUrl,
    user_id: person.userId,
    phone: person.phone,
  };
}
