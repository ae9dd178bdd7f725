import { fail, ok, type Result } from '../../core/result.ts';
import type { FetchFailure } from '../market.ts';
import { earlyPriceOf, isBeforeOpen } from '../us-options/before-open.ts';
import { sessionAt } from '../us-options/session.ts';
import type { TradierClient } from './client.ts';
import { quotesAnswer } from './schema.ts';
import { readUnderlying, type Underlying } from './underlying.ts';

/** The underlying by its own quote, and by what tells where it stands before the open; null where nothing does. */
export type Prices = { readonly underlying: Underlying; readonly early: Underlying | null };

type Asked = { readonly symbol: string; readonly nowMs: number };

/** Asks where the underlying stands; before the open, for an index, also its fund. */
export async function fetchPrices(
  client: TradierClient,
  { symbol, nowMs }: Asked,
  signal: AbortSignal,
): Promise<Result<Prices, FetchFailure>> {
  const from = earlyPriceOf(symbol);
  const hasFund = from !== null && from !== symbol && isBeforeOpen(sessionAt(nowMs), nowMs);
  const [own, fund] = await Promise.all([
    fetchUnderlying(client, { symbol, nowMs }, signal),
    hasFund ? fetchUnderlying(client, { symbol: from, nowMs }, signal) : null,
  ]);
  if (!own.ok) return own;
  const early = from === symbol ? own : fund;
  return ok({ underlying: own.value, early: early?.ok ? early.value : null });
}

async function fetchUnderlying(
  client: TradierClient,
  { symbol, nowMs }: Asked,
  signal: AbortSignal,
): Promise<Result<Underlying, FetchFailure>> {
  const answer = await client.quote(symbol, signal);
  if (!answer.ok) return answer;
  const read = quotesAnswer.safeParse(answer.value);
  if (!read.success) return fail({ kind: 'bad-payload', detail: 'the quotes are no list' });
  const quote = read.data.quotes?.quote?.find((each) => each.symbol === symbol);
  if (quote === undefined) return fail({ kind: 'unknown-symbol' });
  const underlying = readUnderlying(quote, nowMs);
  return underlying === null
    ? fail({ kind: 'bad-payload', detail: `it states no usable price of ${symbol}` })
    : ok(underlying);
}
