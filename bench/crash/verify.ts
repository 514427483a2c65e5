// Reads the database itself after everything ended, and compares it with what was acknowledged.
import type { ConversationId, MessageId } from '../../protocol/index.ts';
import { connectDb, startPostgres } from '../../server/kit/index.ts';
import { readTrialBalance } from '../../server/ledger/index.ts';
import type { Writer } from './writers.ts';

export interface Verdict {
  acknowledged: number;
  lost: number;
  duplicated: number;
  outOfOrder: number;
  gaps: number;
  /** What the transfers of all currencies sum to: zero, or money was made or lost. */
  ledger: string;
}

interface Row {
  seq: number;
  message_id: MessageId;
}

export async function verify(postgresDir: string, writers: readonly Writer[]): Promise<Verdict> {
  const postgres = await startPostgres({ dataDir: postgresDir });
  const db = connectDb({ host: postgres.host, user: postgres.user, database: 'postgres' }, 2);
  const verdict: Verdict = { acknowledged: 0, lost: 0, duplicated: 0, outOfOrder: 0, gaps: 0, ledger: '0' };
  try {
    for (const writer of writers) {
      const rows = await readMessages(writer.conversationId);
      judge(writer, rows, verdict);
    }
    const books = await readTrialBalance(db);
    const differences = books.currencies.map((sum) => `${sum.differenceMinor}`).filter((sum) => sum !== '0');
    verdict.ledger = books.balanced ? '0' : differences.join(' and ') || 'drifted';
  } finally {
    await db.close();
    await postgres.stop();
  }
  return verdict;

  function readMessages(conversationId: ConversationId): Promise<Row[]> {
    return db.sql<Row>`select seq, message_id from messages where conversation_id = ${conversationId} order by seq`;
  }
}

function judge(writer: Writer, rows: readonly Row[], verdict: Verdict): void {
  const seqs = new Map<MessageId, number>();
  rows.forEach((row, index) => {
    if (row.seq !== index + 1) verdict.gaps++;
    if (seqs.has(row.message_id)) verdict.duplicated++;
    seqs.set(row.message_id, row.seq);
  });
  for (const [messageId, seq] of writer.acknowledged) {
    verdict.acknowledged++;
    if (seqs.get(messageId) !== seq) verdict.lost++;
  }
  let last = 0;
  for (const messageId of writer.sent) {
    const seq = seqs.get(messageId);
    if (seq === undefined) continue;
    if (seq < last) verdict.outOfOrder++;
    last = Math.max(last, seq);
  }
}
