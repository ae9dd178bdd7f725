import { fail, ok, type Result } from '../../core/result.ts';
import type { FetchFailure } from '../market.ts';
import type { TradierClient } from './client.ts';
import { chainAnswer } from './schema.ts';

/** The listed dates of one symbol. */
type Expiries = { readonly symbol: string; readonly dates: readonly string[] };

/** What came of asking for the dates: the rows of those read, and the others with what went wrong first. */
export type FetchedExpiries = {
  readonly rows: readonly unknown[];
  readonly missing: readonly string[];
  readonly firstFailure: FetchFailure | null;
};

/** Requests under way at once; an index lists about fifty dates. */
const AT_ONCE = 4;

/** Dates asked for at most, the nearest first; SPX lists about fifty-five. */
const EXPIRIES_MAX = 70;

/**
 * Asks for every date, the nearest first and a few at a time, until the signal ends it; one that fails does not cost the
 * others. Once requests must be waited for they go one by one, so that no later date overtakes a nearer one.
 */
export async function fetchExpiries(
  client: TradierClient,
  { symbol, dates }: Expiries,
  signal: AbortSignal,
): Promise<FetchedExpiries> {
  const listed = [...new Set(dates)].toSorted();
  const waiting = listed.slice(0, EXPIRIES_MAX);
  const answers = new Map<string, Result<readonly unknown[], FetchFailure>>();
  while (waiting.length > 0 && !signal.aborted) {
    const atHand = Math.floor(client.metrics().tokens.available);
    const dates = waiting.splice(0, Math.min(Math.max(1, atHand), AT_ONCE));
    const ask = async (date: string): Promise<void> => {
      answers.set(date, rowsIn(await client.chain({ symbol, date }, signal)));
    };
    await Promise.all(dates.map(ask));
  }
  const rows: (readonly unknown[])[] = [];
  const missing: string[] = [];
  let firstFailure: FetchFailure | null = null;
  for (const date of listed) {
    const answer = answers.get(date);
    if (answer?.ok) rows.push(answer.value);
    else {
      missing.push(date);
      firstFailure ??= answer?.failure ?? null;
    }
  }
  return { rows: rows.flat(), missing, firstFailure };
}

/** The contracts of one date; a date without any is read, too. */
function rowsIn(answer: Result<unknown, FetchFailure>): Result<readonly unknown[], FetchFailure> {
  if (!answer.ok) return answer;
  const read = chainAnswer.safeParse(answer.value);
  return read.success
    ? ok(read.data.options?.option ?? [])
    : fail({ kind: 'bad-payload', detail: 'an expiry is no list of options' });
}
