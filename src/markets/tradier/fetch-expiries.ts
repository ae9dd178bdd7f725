import type { Result } from '../../core/result.ts';
import type { FetchFailure } from '../market.ts';
import type { TradierClient } from './client.ts';

/** The listed dates of one symbol. */
type Expiries = { readonly symbol: string; readonly dates: readonly string[] };

/** What came of asking for the dates: bodies of those read, and the others with what went wrong first. */
export type FetchedExpiries = {
  readonly chains: readonly unknown[];
  readonly missing: readonly string[];
  readonly firstFailure: FetchFailure | null;
};

/** Requests under way at once; an index lists about fifty dates. */
const AT_ONCE = 4;

/** Dates asked for at most, the nearest first; SPX lists about fifty-five. */
const EXPIRIES_MAX = 70;

/** Asks for every date, a few at a time; one that fails does not cost the others. */
export async function fetchExpiries(
  client: TradierClient,
  { symbol, dates }: Expiries,
  signal: AbortSignal,
): Promise<FetchedExpiries> {
  const listed = [...new Set(dates)].toSorted();
  const asked = listed.slice(0, EXPIRIES_MAX);
  const answers = new Map<string, Result<unknown, FetchFailure>>();
  const waiting = asked.values();
  const worker = async (): Promise<void> => {
    for (const date of waiting) answers.set(date, await client.chain({ symbol, date }, signal));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const chains: unknown[] = [];
  const missing: string[] = [];
  let firstFailure: FetchFailure | null = null;
  for (const date of listed) {
    const answer = answers.get(date);
    if (answer?.ok) chains.push(answer.value);
    else {
      missing.push(date);
      firstFailure ??= answer?.failure ?? null;
    }
  }
  return { chains, missing, firstFailure };
}
