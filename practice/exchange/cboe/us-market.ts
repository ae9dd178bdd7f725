import type { Spot } from '../spot.ts';
import { zeroGammaOfContracts } from '../zero-gamma.ts';
import { type Moment, momentOf } from './moment.ts';
import { closeMinute, newYorkMs, newYorkWords, OPEN_MINUTE } from './new-york.ts';
import type { UsSpecification } from './specification.ts';
import { type UsContract, usContracts } from './us-book.ts';
import { usRow } from './us-row.ts';

/** Documents are made anew this often. */
const MADE_EVERY_MS = 15_000;
/** Shares of the underlying a contract. */
const MULTIPLIER = 100;
const CENTS = 2;
/** An index is computed until a quarter of an hour after its close, and repeats itself from then on. */
const INDEX_STOPS_MS = 899_000;

/** One simulated US underlying behind the venue's documents. */
export type UsMarket = {
  /** The price that documents show now, fifteen minutes old. */
  spotUsd(): number;
  /** As the venue's JSON. */
  document(): object;
  /** Zero gamma of the true book as the document shows it, dealers long calls and short puts. */
  zeroGammaUsd(): number | undefined;
  jumpTo(usd: number): void;
  hold(usd: number): void;
};

/** Opens one underlying on the spot that it follows; `nowMs` is the simulated clock. */
export function openUsMarket(
  seed: number,
  specification: UsSpecification,
  { followed, nowMs }: { followed: Spot; nowMs: () => number },
): UsMarket {
  const { address, kind, share, volatility } = specification;
  const priceAt = (atMs: number) => Number((share * followed.usdAt(atMs)).toFixed(CENTS));
  const momentNow = () =>
    momentOf(Math.floor(nowMs() / MADE_EVERY_MS) * MADE_EVERY_MS, kind === 'stock');
  const bookAt = (moment: Moment) => {
    const spotUsd = priceAt(moment.quotedMs);
    // What was opened until the morning was opened around the last close.
    const centreUsd = priceAt(newYorkMs(moment.openInterestSession, 0) - 3 * 3_600_000);
    return { spotUsd, contracts: usContracts(seed, specification, { moment, spotUsd, centreUsd }) };
  };
  const document = () => {
    const moment = momentNow();
    const { quotedMs, pricedMs, madeMs, quotedSession, previousCloseMs } = moment;
    const { spotUsd, contracts } = bookAt(moment);
    const price = priceAt(pricedMs);
    const previous = priceAt(previousCloseMs);
    const rows = contracts.map((contract) =>
      usRow(seed, specification, { contract, spotUsd, quotedMs, quotedSession }),
    );
    const open = priceAt(newYorkMs(quotedSession, OPEN_MINUTE));
    const closeMs = newYorkMs(quotedSession, closeMinute(quotedSession));
    const isOver = quotedMs >= closeMs;
    const stoppedMs = Math.min(madeMs - 900_000, closeMs + INDEX_STOPS_MS);
    const tradedMs = !isOver ? quotedMs : kind === 'index' ? stoppedMs : closeMs - 1_000;
    return {
      timestamp: new Date(madeMs).toISOString().slice(0, 19).replace('T', ' '),
      data: {
        options: rows,
        symbol: kind === 'index' ? `^${specification.symbol}` : specification.symbol,
        security_type: kind,
        exchange_id: 5,
        current_price: price,
        price_change: Number((price - previous).toFixed(4)),
        price_change_percent: Number((100 * (price / previous - 1)).toFixed(4)),
        bid: Number((price * 0.9999).toFixed(CENTS)),
        ask: Number((price * 1.0001).toFixed(CENTS)),
        bid_size: 1,
        ask_size: 1,
        open,
        high: Math.max(open, spotUsd),
        low: Math.min(open, spotUsd),
        close: isOver ? spotUsd : previous,
        prev_day_close: previous,
        volume: kind === 'index' ? 0 : 30_000_000,
        iv30: Number((100 * volatility).toFixed(3)),
        iv30_change: 0,
        iv30_change_percent: 0,
        seqno: Math.floor(tradedMs / 1_000),
        last_trade_time: newYorkWords(tradedMs),
        tick: 'no_change',
      },
      symbol: address,
    };
  };
  return {
    spotUsd: () => priceAt(momentNow().pricedMs),
    document,
    zeroGammaUsd: () => {
      const { spotUsd, contracts } = bookAt(momentNow());
      return zeroGammaOfContracts(contracts.map(pricedContract), spotUsd);
    },
    jumpTo: (usd) => followed.jumpTo(usd / share),
    hold: (usd) => followed.hold(usd / share),
  };
}

function pricedContract(contract: UsContract) {
  const { forwardUsd, strikeUsd, volatility, years, isCall, openInterest, discount } = contract;
  const dealerUnits = (isCall ? 1 : -1) * MULTIPLIER * openInterest * discount;
  return { forwardUsd, strikeUsd, deviation: volatility * Math.sqrt(years), dealerUnits };
}
