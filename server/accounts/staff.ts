import { type AccountId, type DeviceId, Fault, type StaffId, type StaffRole } from '../../protocol/index.ts';
import { isUniqueViolation, type Kit } from '../kit/index.ts';
import { type Passwords, passwordCharsMin } from './passwords.ts';
import type { Sessions } from './sessions.ts';

export interface Member {
  staffId: StaffId;
  accountId: AccountId;
  name: string;
  email: string;
  role: StaffRole;
  createdAt: number;
  disabledAt: number | null;
}
export interface NewMember {
  accountId: AccountId;
  name: string;
  email: string;
  password: string;
  role: StaffRole;
}

export interface Staff {
  create(member: NewMember): Promise<StaffId>;
  list(accountId: AccountId): Promise<Member[]>;
  find(staffId: StaffId): Promise<Member | null>;
  /** The member when e-mail and password are right and the login is not disabled. */
  check(email: string, password: string): Promise<Member | null>;
  /** A change of role, and disabling, end every session of that member at once. */
  update(accountId: AccountId, staffId: StaffId, change: MemberChange): Promise<Member>;
  /** Ends the member's other sessions. Faults: `credentials_wrong`, `invalid_request`. */
  changePassword(
    who: { staffId: StaffId; accountId: AccountId; keep: DeviceId },
    present: string,
    next: string,
  ): Promise<void>;
}
export interface MemberChange {
  name?: string;
  role?: StaffRole;
  disabled?: boolean;
}

interface StaffRow {
  staff_id: StaffId;
  account_id: AccountId;
  name: string;
  email: string;
  role: StaffRole;
  created_at: number;
  disabled_at: number | null;
}

export function createStaffing({ db, clock }: Kit, passwords: Passwords, sessions: Sessions): Staff {
  async function find(staffId: StaffId): Promise<Member | null> {
    const [row] = await db.sql<StaffRow>`select * from staff where staff_id = ${staffId}`;
    return row === undefined ? null : toMember(row);
  }

  return {
    find,
    async create({ accountId, name, email, password, role }) {
      const address = email.toLowerCase();
      if (password.length < passwordCharsMin) throw new Fault('invalid_request', 'password: min_length');
      const taken = await db.sql`select 1 from staff where email = ${address}`;
      if (taken.length > 0) throw new Fault('invalid_request', 'email: taken');
      const staffId = await passwords.create({ name, email: address, password });
      try {
        await db.sql`insert into staff (staff_id, account_id, name, email, role, created_at)
          values (${staffId}, ${accountId}, ${name}, ${address}, ${role}, ${clock.now()})`;
      } catch (error) {
        if (isUniqueViolation(error)) throw new Fault('invalid_request', 'email: taken');
        throw error;
      }
      return staffId;
    },
    async list(accountId) {
      const rows =
        await db.sql<StaffRow>`select * from staff where account_id = ${accountId} order by created_at`;
      return rows.map(toMember);
    },
    async check(email, password) {
      const staffId = await passwords.check(email, password);
      const member = staffId === null ? null : await find(staffId);
      return member === null || member.disabledAt !== null ? null : member;
    },
    async update(accountId, staffId, { name, role, disabled }) {
      await db.transaction(async (tx) => {
        // The rows are locked in one order, so that two owners cannot take the role from each other at once.
        const rows = await tx.sql<StaffRow>`select * from staff where account_id = ${accountId}
          order by staff_id for update`;
        const before = rows.find((row) => row.staff_id === staffId);
        if (before === undefined) throw new Fault('not_found');
        const disabledAt = disabled === undefined ? before.disabled_at : disabled ? clock.now() : null;
        const after = {
          ...before,
          name: name ?? before.name,
          role: role ?? before.role,
          disabled_at: disabledAt,
        };
        const team = rows.map((row) => (row === before ? after : row));
        if (!team.some((row) => row.role === 'owner' && row.disabled_at === null))
          throw new Fault('invalid_request', 'role: a business keeps at least one owner');
        await tx.sql`update staff set name = ${after.name}, role = ${after.role}, disabled_at = ${after.disabled_at}
          where staff_id = ${staffId}`;
        if (after.role !== before.role || after.disabled_at !== null)
          await sessions.end(tx, accountId, { staffId });
      });
      return (await find(staffId))!;
    },
    async changePassword({ staffId, accountId, keep }, present, next) {
      if (next.length < passwordCharsMin) throw new Fault('invalid_request', 'password: min_length');
      const member = await find(staffId);
      if (member === null || (await passwords.check(member.email, present)) !== staffId)
        throw new Fault('credentials_wrong');
      await passwords.change(staffId, next);
      await db.transaction((tx) => sessions.end(tx, accountId, { staffId, except: keep }));
    },
  };
}

function toMember(row: StaffRow): Member {
  return {
    staffId: row.staff_id,
    accountId: row.account_id,
    name: row.name,
    email: row.email,
    role: row.role,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  };
}
