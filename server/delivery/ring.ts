import type { AccountId } from '../../protocol/index.ts';
import type { AppendedRow } from '../conversations/index.ts';

const rowsMax = 4_096;

/** The newest commits, kept so that a device which was away for a moment gets its messages without the store. */
export class RecentCommits {
  readonly #batches: (readonly AppendedRow[])[] = [];
  #rows = 0;
  /** Everything after this watermark is here. */
  #completeAfter: number;

  constructor(watermark: number) {
    this.#completeAfter = watermark;
  }

  add(rows: readonly AppendedRow[]): void {
    this.#batches.push(rows);
    this.#rows += rows.length;
    while (this.#rows > rowsMax && this.#batches.length > 1) {
      const dropped = this.#batches.shift()!;
      this.#rows -= dropped.length;
      this.#completeAfter = dropped[0]!.watermark;
    }
  }

  /** The account's rows with a watermark of at least `from`; null when some may have left the ring. */
  rowsOf(accountId: AccountId, from: number): AppendedRow[] | null {
    if (from <= this.#completeAfter) return null;
    return this.#batches
      .filter((rows) => rows[0]!.watermark >= from)
      .flatMap((rows) => rows.filter((row) => row.members.some((member) => member.accountId === accountId)));
  }
}
