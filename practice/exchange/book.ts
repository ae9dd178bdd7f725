import { coinPrice } from './black76.ts';
import type { BookRow } from './book-row.ts';
import { DAY_MS, type Expiry, expiryName, listedExpiries } from './calendar.ts';
import { optionName } from './instrument.ts';
import { quoteAround, tradesOf } from './quote.ts';
import { type PracticeSymbol, SPECIFICATIONS } from './specification.ts';
import { pathUsd } from './spot-path.ts';
import { strikesOf } from './strikes.ts';
import { type Surface, surfaceAt, YEAR_MS } from './surface.ts';
import type { Tape } from './trades/tape.ts';

/** The real reply is a snapshot about a second old on arrival. */
const SNAPSHOT_AGE_MS = 1_000;

export type BookMoment = {
  readonly seed: number;
  readonly symbol: PracticeSymbol;
  readonly nowMs: number;
  readonly spotUsd: number;
  readonly tape: Tape;
};

/** Dated futures exist for quarterlies and the nearest weeklies and month. */
export function hasFuture({ expiryMs, period }: Expiry, nowMs: number): boolean {
  const days = (expiryMs - nowMs) / DAY_MS;
  return { day: false, week: days < 14, month: days < 35, quarter: true }[period];
}

/** Where an expiry has no future its forward is a synthetic one. */
function underlyingIndex(symbol: PracticeSymbol, expiry: Expiry, nowMs: number): string {
  const name = `${symbol}-${expiryName(expiry.expiryMs)}`;
  return hasFuture(expiry, nowMs) ? name : `SYN.${name}`;
}

/** An expiry's forward in USD. */
export function forwardUsdAt(surface: Surface, spotUsd: number, years: number): number {
  return Number((spotUsd * surface.carry(years)).toFixed(spotUsd < 10 ? 4 : 2));
}

/** Mark vol in percent and mark price in the currency of settlement. */
export function markOf(
  symbol: PracticeSymbol,
  surface: Surface,
  option: { forwardUsd: number; strikeUsd: number; isCall: boolean; years: number },
): { readonly percent: number; readonly mark: number } {
  const { settlement, priceDecimals } = SPECIFICATIONS[symbol];
  const { forwardUsd, strikeUsd, years } = option;
  const volatility = surface.volatility(Math.log(strikeUsd / forwardUsd), years);
  const percent = Number((100 * volatility).toFixed(2));
  const coins = coinPrice({ ...option, deviation: (percent / 100) * Math.sqrt(years) });
  const exact = settlement === 'coin' ? coins : coins * forwardUsd;
  return { percent, mark: Number(exact.toFixed(priceDecimals)) };
}

/** Amount on the wire, coins, of so many trades of the smallest size. */
export function amountOf(symbol: PracticeSymbol, lots: number): number {
  return Number((lots * SPECIFICATIONS[symbol].tradeSizeMin).toFixed(2));
}

function expiryRows(
  { seed, symbol, nowMs, spotUsd }: BookMoment,
  expiry: Expiry,
  { surface, openLots }: { surface: Surface; openLots: (name: string) => number },
): BookRow[] {
  const terms = SPECIFICATIONS[symbol];
  const asOfMs = nowMs - SNAPSHOT_AGE_MS;
  const years = (expiry.expiryMs - asOfMs) / YEAR_MS;
  const forwardUsd = forwardUsdAt(surface, spotUsd, years);
  const isCoin = terms.settlement === 'coin';
  const unitUsd = isCoin ? spotUsd : 1;
  const shared = {
    interest_rate: 0,
    underlying_price: forwardUsd,
    underlying_index: underlyingIndex(symbol, expiry, nowMs),
    base_currency: terms.base,
    creation_timestamp: asOfMs,
    estimated_delivery_price: spotUsd,
    quote_currency: isCoin ? terms.base : 'USDC',
  };
  const row = (strikeUsd: number, isCall: boolean): BookRow => {
    const name = optionName(symbol, { expiryMs: expiry.expiryMs, strikeUsd, isCall });
    const { percent, mark } = markOf(symbol, surface, { forwardUsd, strikeUsd, isCall, years });
    const openInterest = amountOf(symbol, openLots(name));
    const day = Math.floor(nowMs / DAY_MS);
    return {
      instrument_name: name,
      mark_price: mark,
      mark_iv: percent,
      open_interest: openInterest,
      ...quoteAround(mark, terms.tick, [seed, name]),
      ...tradesOf({ mark, openInterest, unitUsd, terms }, [seed, name, day]),
      ...shared,
    };
  };
  const listedUsd = pathUsd({ seed, symbol, atMs: expiry.listedMs });
  const strikes = strikesOf(terms, { expiry, listedUsd, nowMs });
  return [true, false].flatMap((isCall) => strikes.map((strikeUsd) => row(strikeUsd, isCall)));
}

/** The simulated book at one instant, nearest expiry first; spot may stand off the undisturbed path. */
export function simulatedRows(moment: BookMoment): BookRow[] {
  const { seed, symbol, nowMs, tape } = moment;
  const asOfMs = nowMs - SNAPSHOT_AGE_MS;
  const surface = surfaceAt({ seed, symbol, atMs: asOfMs });
  const holdings = tape.holdingsAt(asOfMs);
  const openLots = (name: string) => holdings.get(name)?.openLots ?? 0;
  return listedExpiries(nowMs).flatMap((expiry) =>
    expiryRows(moment, expiry, { surface, openLots }),
  );
}
