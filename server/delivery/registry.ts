import type { AccountId } from '../../protocol/index.ts';
import type { Outlet } from './outlet.ts';

/** Who is connected: the outlets of each account. */
export class Registry<T extends Outlet = Outlet> {
  readonly #byAccount = new Map<AccountId, T[]>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  of(accountId: AccountId): readonly T[] | undefined {
    return this.#byAccount.get(accountId);
  }

  add(outlet: T): void {
    const known = this.#byAccount.get(outlet.accountId);
    if (known === undefined) this.#byAccount.set(outlet.accountId, [outlet]);
    else known.push(outlet);
    this.#count++;
  }

  remove(outlet: T): void {
    const known = this.#byAccount.get(outlet.accountId);
    const index = known?.indexOf(outlet) ?? -1;
    if (known === undefined || index < 0) return;
    this.#count--;
    if (known.length === 1) this.#byAccount.delete(outlet.accountId);
    else known.splice(index, 1);
  }

  *all(): Iterable<T> {
    for (const outlets of this.#byAccount.values()) yield* outlets;
  }
}
