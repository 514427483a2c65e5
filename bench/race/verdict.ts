/** What a race came to: a line for the reader, and whether the bar was reached. */
export interface Verdict {
  line: string;
  isReached: boolean;
}
