import { isTradingDay, NEW_YORK, nextTradingDay, sessionClose } from '../../core/chain/calendar.ts';
import type { QuotedContract } from '../../core/chain/chain.ts';
import { localDate } from '../../core/schedule/wall-clock.ts';

/** Symbols with options that expire on every session, and before 2023 on three to five a week. */
const DAILY: ReadonlySet<string> = new Set(['SPX', 'XSP', 'NDX', 'SPY', 'QQQ']);
const SESSIONS_AHEAD = 5;
const EVERY_SESSION_FROM = '2023-01-01';
/** How many of them may lack one: recorded are none since, and two before. */
const WITHOUT_MAX = { since: 1, before: 2 };

/** The coming sessions on which nothing expires, `YYYY-MM-DD`, where a symbol's whole chain would not lack so many. */
export function missingDailies(
  symbol: string,
  contracts: readonly QuotedContract[],
  asOfMs: number,
): readonly string[] {
  if (!DAILY.has(symbol)) return [];
  const listed = new Set<string>();
  for (const expiryMs of new Set(contracts.map((contract) => contract.expiryMs)))
    listed.add(localDate(expiryMs, NEW_YORK));
  const ahead = sessionsAhead(asOfMs);
  const missing = ahead.filter((date) => !listed.has(date));
  const isSince = (ahead[0] ?? '') >= EVERY_SESSION_FROM;
  return missing.length > WITHOUT_MAX[isSince ? 'since' : 'before'] ? missing : [];
}

/** Dates of the sessions that have not ended. */
function sessionsAhead(asOfMs: number): readonly string[] {
  const today = localDate(asOfMs, NEW_YORK);
  const isRunning = isTradingDay(today) && sessionClose(today) > asOfMs;
  const dates = [isRunning ? today : nextTradingDay(today)];
  while (dates.length < SESSIONS_AHEAD) dates.push(nextTradingDay(dates.at(-1) ?? today));
  return dates;
}
