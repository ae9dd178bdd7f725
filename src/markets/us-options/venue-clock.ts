import { isTradingDay, previousTradingDay, sessionClose } from '../../core/chain/calendar.ts';
import type { QuotedContract } from '../../core/chain/chain.ts';
import { YEAR_MS } from '../../core/schedule/year.ts';
import { type ExpiryTerms, isOutOfTheMoney, volOfMid } from './quote-vol.ts';
import type { UsChain } from './us-chain.ts';

/** Delay of the data, by the venue's own word. */
export const STATED_DELAY_MS = 15 * 60_000;

/** Nearer the money than this in log distance, a quote tells the vol well. */
const NEAR = 0.03;

/** The nearest expiries tell the time best: an error of 1 % in vol is one of 2 % in time. */
export const CLOCK_EXPIRIES = 6;

/** A less likely instant must fit at least twice as well: vols are rounded, and quotes wide. */
const CLEARLY_BETTER = 0.5;

/** Years to settlement on which a venue's vol explains a quote. */
export type ClockReading = { readonly expiryMs: number; readonly years: number };

/**
 * The instants at which a document's quotes may have been made, likeliest first. During the session they are as old as
 * the stated delay. After it most stand still at its close, whenever the document was made: on recorded evenings,
 * weekends and mornings the venue's vols explain its quotes with time counted from there. Index options that trade
 * overnight move on.
 */
export function quoteInstants(parsed: UsChain): readonly [number, ...number[]] {
  const { chain, session, quotesAreStamped = false } = parsed;
  if (quotesAreStamped) return [chain.asOfMs];
  const delayedMs = chain.asOfMs - STATED_DELAY_MS;
  const closeMs = closeOf(session);
  return delayedMs <= closeMs ? [delayedMs] : [closeMs, delayedMs];
}

/** When the quotes of a document's session stop; a stated session without trading is taken for the one before it. */
export function closeOf(session: string): number {
  return sessionClose(isTradingDay(session) ? session : previousTradingDay(session));
}

/** What the quotes of one expiry near the money say about the venue's clock. */
export function readClock(
  contracts: readonly QuotedContract[],
  terms: ExpiryTerms,
): readonly ClockReading[] {
  return contracts.flatMap((contract) => {
    const { iv, strike, expiryMs } = contract;
    const isNear = Math.abs(Math.log(strike / terms.forward)) <= NEAR;
    const own =
      iv !== null && isNear && isOutOfTheMoney(contract, terms) ? volOfMid(contract, terms) : null;
    // Total variance is what a quote fixes: the venue's vol and its time share it differently.
    return own === null || iv === null ? [] : [{ expiryMs, years: terms.years * (own / iv) ** 2 }];
  });
}

/** The instant from which the readings count their time best; the likeliest where they do not tell. */
export function fittingInstant(
  instants: readonly [number, ...number[]],
  readings: readonly ClockReading[],
): number {
  const latestMs = Math.max(...instants);
  const live = readings.filter(({ expiryMs, years }) => expiryMs > latestMs && years > 0);
  const misfit = (instantMs: number): number => {
    const errors = live.map(({ expiryMs, years }) =>
      Math.abs(Math.log((expiryMs - instantMs) / YEAR_MS / years)),
    );
    return errors.sort((a, b) => a - b)[errors.length >> 1] ?? 0;
  };
  return instants.reduce((best, next) =>
    misfit(next) < CLEARLY_BETTER * misfit(best) ? next : best,
  );
}
