import { type Markets, marketsOf } from '../currency.ts';
import type { PrintedTrade } from './printer.ts';
import { answerTradeQuery, readTradeQuery } from './query.ts';

/** Trades in one notification, and notifications at one time: a clock that leaps tells no more than this. */
const TRADES_MAX = 1_000;

/** What one channel has to say. */
export type Subscription = {
  /** The trades since it was last asked, one list a notification; none where nothing was traded. */
  since(nowMs: number): readonly (readonly PrintedTrade[])[];
};

const CHANNEL = /^trades\.(option|option_combo|any)\.([A-Z]+)\.(?:100ms|agg2)$/;

/** Reads a channel such as `trades.option.BTC.100ms`; null where there is no such channel. */
export function subscriptionOf(
  channel: string,
  markets: Markets,
  startMs: number,
): Subscription | null {
  const [, kind, currency] = CHANNEL.exec(channel) ?? [];
  const listed = marketsOf(currency ?? null, markets);
  if (kind === undefined || listed === undefined) return null;
  let toldMs = startMs;
  return {
    since: (nowMs) => {
      if (nowMs <= toldMs) return [];
      const parameters = new URLSearchParams({
        kind,
        start_timestamp: String(toldMs + 1),
        end_timestamp: String(nowMs),
        count: String(TRADES_MAX),
        sorting: 'desc',
      });
      const query = readTradeQuery(parameters, { nowMs, mustSayWhen: true });
      toldMs = nowMs;
      if (query.kind === 'invalid') return [];
      const { trades } = answerTradeQuery(listed, query);
      return trades.length === 0 ? [] : [trades.toReversed()];
    },
  };
}
