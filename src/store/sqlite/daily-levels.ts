import { sql } from 'kysely';
import type { Queries } from './engine.ts';

const DAY_MS = 86_400_000;

/** What was last stored of a UTC day. */
type LastOfDay = {
  readonly atMs: number;
  readonly spot: number;
  readonly gexUsd: number;
  readonly flipStatus: string;
};

/**
 * The last levels of each UTC day before an instant, newest first. It steps from day to day through the index: a year
 * of polls has a hundred thousand rows, and three hundred of them matter.
 */
export async function dailyLevels(
  queries: Queries,
  symbol: string,
  { beforeMs, limit }: { readonly beforeMs: number; readonly limit: number },
): Promise<readonly LastOfDay[]> {
  const newest = (before: ReturnType<typeof sql>) =>
    sql`SELECT max(data_time_ms) FROM levels WHERE symbol = ${symbol} AND data_time_ms < ${before}`;
  const { rows } = await sql<LastOfDay>`
    WITH RECURSIVE days(at_ms) AS (
      ${newest(sql`${beforeMs}`)}
      UNION ALL
      SELECT (${newest(sql`days.at_ms - days.at_ms % ${DAY_MS}`)}) FROM days WHERE days.at_ms IS NOT NULL
      LIMIT ${limit}
    )
    SELECT days.at_ms AS atMs, levels.spot, levels.gex_usd AS gexUsd,
      levels.flip_status AS flipStatus
    FROM days JOIN levels ON levels.snapshot_id = (
      SELECT snapshot_id FROM levels WHERE symbol = ${symbol} AND data_time_ms = days.at_ms
      ORDER BY snapshot_id DESC LIMIT 1
    )
    WHERE days.at_ms IS NOT NULL
    ORDER BY days.at_ms DESC`.execute(queries);
  return rows;
}
