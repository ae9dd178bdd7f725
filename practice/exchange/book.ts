import { coinPrice } from './black76.ts';
import type { BookRow } from './book-row.ts';
import { DAY_MS, type Expiry, expiryName, listedExpiries } from './calendar.ts';
import { bookCentreUsd, type OpenContract, openContracts } from './open-interest.ts';
import { quoteAround, tradesOf } from './quote.ts';
import { type PracticeSymbol, SPECIFICATIONS } from './specification.ts';
import { pathUsd } from './spot-path.ts';
import { strikesOf } from './strikes.ts';
import { type Surface, surfaceAt, YEAR_MS } from './surface.ts';

/** The real reply is a snapshot about a second old on arrival. */
const SNAPSHOT_AGE_MS = 1_000;

export type BookMoment = {
  readonly seed: number;
  readonly symbol: PracticeSymbol;
  readonly nowMs: number;
  readonly spotUsd: number;
};

/** Dated futures exist for quarterlies and the nearest weeklies and month; the rest is synthetic. */
function underlyingIndex(symbol: PracticeSymbol, expiry: Expiry, nowMs: number): string {
  const days = (expiry.expiryMs - nowMs) / DAY_MS;
  const hasFuture = { day: false, week: days < 14, month: days < 35, quarter: true };
  const name = `${symbol}-${expiryName(expiry.expiryMs)}`;
  return hasFuture[expiry.period] ? name : `SYN.${name}`;
}

function expiryRows(
  { seed, symbol, nowMs, spotUsd }: BookMoment,
  { expiry, surface, centreUsd }: { expiry: Expiry; surface: Surface; centreUsd: number },
): BookRow[] {
  const specification = SPECIFICATIONS[symbol];
  const asOfMs = nowMs - SNAPSHOT_AGE_MS;
  const years = (expiry.expiryMs - asOfMs) / YEAR_MS;
  const forwardUsd = Number((spotUsd * surface.carry(years)).toFixed(2));
  const shared = {
    interest_rate: 0,
    underlying_price: forwardUsd,
    underlying_index: underlyingIndex(symbol, expiry, nowMs),
    base_currency: symbol,
    creation_timestamp: asOfMs,
    estimated_delivery_price: spotUsd,
    quote_currency: symbol,
  };
  const row = ({ strikeUsd, isCall, openInterest }: OpenContract): BookRow => {
    const name = `${symbol}-${expiryName(expiry.expiryMs)}-${strikeUsd}-${isCall ? 'C' : 'P'}`;
    const volatility = surface.volatility(Math.log(strikeUsd / forwardUsd), years);
    const percent = Number((100 * volatility).toFixed(2));
    const deviation = (percent / 100) * Math.sqrt(years);
    const exact = coinPrice({ forwardUsd, strikeUsd, deviation, isCall });
    const mark = Number(exact.toFixed(specification.priceDecimals));
    return {
      instrument_name: name,
      mark_price: mark,
      mark_iv: percent,
      open_interest: openInterest,
      ...quoteAround(mark, [seed, name]),
      ...tradesOf({ mark, openInterest, spotUsd }, [seed, name, Math.floor(nowMs / DAY_MS)]),
      ...shared,
    };
  };
  const listedUsd = pathUsd({ seed, symbol, atMs: expiry.listedMs });
  const strikes = strikesOf(specification, { expiry, listedUsd, nowMs });
  const crowd = { expiry, strikes, surface, centreUsd };
  return openContracts({ seed, symbol, atMs: asOfMs }, crowd).map(row);
}

/** The simulated book at one instant, nearest expiry first; spot may stand off the undisturbed path. */
export function simulatedRows(moment: BookMoment): BookRow[] {
  const { seed, symbol, nowMs } = moment;
  const point = { seed, symbol, atMs: nowMs - SNAPSHOT_AGE_MS };
  const surface = surfaceAt(point);
  const centreUsd = bookCentreUsd(point);
  return listedExpiries(nowMs).flatMap((expiry) =>
    expiryRows(moment, { expiry, surface, centreUsd }),
  );
}
