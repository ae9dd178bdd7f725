import { density, distribution } from '../black76.ts';
import { normal, smoothNoise, uniform } from '../random.ts';
import { YEAR_MS } from '../surface.ts';
import type { Moment } from './moment.ts';
import { newYorkMs } from './new-york.ts';
import { type Series, seriesOn } from './series.ts';
import type { UsSpecification } from './specification.ts';

/** Fraction per year. */
const RATE = 0.04;
/** Steep on the put side, as an index's smile is: a quadratic in standardised moneyness, flat past its ends. */
const SMILE = { slope: -0.13, bend: 0.035, low: -4, high: 2.5 };
/** Open interest of a day's and a week's series beside a monthly's. */
const SIZE = { day: 0.12, week: 0.3, month: 1 };
/** Where calls and puts gather, and how widely, in expected moves. */
const CROWD = { calls: 0.9, puts: -1.1, width: 1.2 };
/** Strikes reach so far from the price of the session's start, as shares of it. */
const REACH = { day: 0.05, week: 0.06, month: 0.22 };
/** Monthlies are as dense as the rest this near the price. */
const DENSE = 0.04;
const NEVER_TRADED = 0.05;

/** One listed contract at its quotes' instant. */
export type UsContract = {
  /** OSI name without padding. */
  readonly name: string;
  readonly series: Series;
  readonly strikeUsd: number;
  readonly isCall: boolean;
  readonly openInterest: number;
  readonly forwardUsd: number;
  /** 0 once it has settled. */
  readonly years: number;
  readonly volatility: number;
  readonly discount: number;
};

/** Black's greeks and price of one contract; delta and gamma to spot, vega per vol point, theta per day. */
export type UsGreeks = {
  readonly price: number;
  readonly delta: number;
  readonly gamma: number;
  readonly vega: number;
  readonly theta: number;
  readonly rho: number;
};

function strikesOf(
  { strikeStepsUsd: { near, far } }: UsSpecification,
  series: Series,
  centreUsd: number,
): number[] {
  const strikes = new Set<number>();
  const add = (stepUsd: number, reach: number) => {
    const last = Math.floor((centreUsd * (1 + reach)) / stepUsd);
    for (let index = Math.ceil((centreUsd * (1 - reach)) / stepUsd); index <= last; index++)
      strikes.add(index * stepUsd);
  };
  add(near, series.period === 'month' ? DENSE : REACH[series.period]);
  if (series.period === 'month') add(far, REACH.month);
  return [...strikes].sort((a, b) => a - b);
}

/** `SPXW260729C06910000`. */
function osiName({ root, day }: Series, strikeUsd: number, isCall: boolean): string {
  const date = new Date(day * 86_400_000).toISOString().slice(2, 10).replaceAll('-', '');
  return `${root}${date}${isCall ? 'C' : 'P'}${String(Math.round(strikeUsd * 1_000)).padStart(8, '0')}`;
}

function volatilityOf(
  seed: number,
  { walk, volatility }: UsSpecification,
  { years, logMoneyness, atMs }: { years: number; logMoneyness: number; atMs: number },
): number {
  const front = volatility * (1 + 0.1 * smoothNoise([seed, walk.name, 'front'], atMs / 3e8));
  const level = volatility + (front - volatility) * Math.exp(-12 * years);
  const deviation = level * Math.sqrt(Math.max(years, 0.5 / 365));
  const x = Math.max(SMILE.low, Math.min(SMILE.high, logMoneyness / deviation));
  return level * (1 + SMILE.slope * x + SMILE.bend * x * x);
}

/** What is open in one contract since a session's morning; it changes with the session and at no other time. */
function openInterestOf(
  seed: number,
  specification: UsSpecification,
  contract: Pick<UsContract, 'name' | 'series' | 'strikeUsd' | 'isCall'> & {
    readonly away: number;
    readonly session: number;
  },
): number {
  const { name, series, strikeUsd, isCall, away, session } = contract;
  if (uniform([seed, name, 'never']) < NEVER_TRADED) return 0;
  const side = (away - (isCall ? CROWD.calls : CROWD.puts)) / CROWD.width;
  const round = strikeUsd % (10 * specification.strikeStepsUsd.near) === 0 ? 2 : 1;
  const size = Math.exp(0.4 * normal([seed, name, 'size']));
  const today = 1 + 0.08 * (2 * uniform([seed, name, 'session', session]) - 1);
  const crowd = Math.exp(-0.5 * side * side) + 0.02;
  const total = specification.monthlyOpenInterest * SIZE[series.period];
  return Math.round(0.012 * total * crowd * round * size * today);
}

/** Every listed contract of a symbol at a moment; `centreUsd` is where the session's strikes and crowds stand. */
export function usContracts(
  seed: number,
  specification: UsSpecification,
  at: { moment: Moment; spotUsd: number; centreUsd: number },
): UsContract[] {
  const { moment, spotUsd, centreUsd } = at;
  return seriesOn(specification, moment.openInterestSession).flatMap((series) => {
    const years = Math.max(0, (series.expiryMs - moment.quotedMs) / YEAR_MS);
    const forwardUsd = spotUsd * Math.exp((RATE - specification.dividendYield) * years);
    // Counted from the session's morning: open interest does not change with the hour.
    const morningMs = newYorkMs(moment.openInterestSession, 0);
    const yearsThen = (series.expiryMs - morningMs) / YEAR_MS;
    const move = specification.volatility * Math.sqrt(Math.max(yearsThen, 1 / 365));
    return strikesOf(specification, series, centreUsd).flatMap((strikeUsd) =>
      [true, false].map((isCall) => {
        const name = osiName(series, strikeUsd, isCall);
        const away = Math.log(strikeUsd / centreUsd) / move;
        const session = moment.openInterestSession;
        const logMoneyness = Math.log(strikeUsd / forwardUsd);
        return {
          name,
          series,
          strikeUsd,
          isCall,
          openInterest: openInterestOf(seed, specification, {
            name,
            series,
            strikeUsd,
            isCall,
            away,
            session,
          }),
          forwardUsd,
          years,
          volatility: volatilityOf(seed, specification, {
            years,
            logMoneyness,
            atMs: moment.quotedMs,
          }),
          discount: Math.exp(-RATE * years),
        };
      }),
    );
  });
}

/** What a contract is worth; once settled it is worth its intrinsic value and has no gamma. */
export function usGreeks(contract: UsContract, spotUsd: number): UsGreeks {
  const { forwardUsd, strikeUsd, isCall, years, volatility, discount } = contract;
  const side = isCall ? 1 : -1;
  if (years === 0) {
    const intrinsic = Math.max(0, side * (spotUsd - strikeUsd));
    return {
      price: intrinsic,
      delta: intrinsic > 0 ? side : 0,
      gamma: 0,
      vega: 0,
      theta: 0,
      rho: 0,
    };
  }
  const deviation = volatility * Math.sqrt(years);
  const upper = Math.log(forwardUsd / strikeUsd) / deviation + deviation / 2;
  const inside = distribution(side * upper);
  const exercised = distribution(side * (upper - deviation));
  const carry = (discount * forwardUsd) / spotUsd;
  const bell = density(upper) * carry;
  return {
    price: Math.max(0, side * discount * (forwardUsd * inside - strikeUsd * exercised)),
    delta: side * carry * inside,
    gamma: bell / (spotUsd * deviation),
    vega: (spotUsd * bell * Math.sqrt(years)) / 100,
    theta: -(spotUsd * bell * volatility) / (2 * Math.sqrt(years)) / 365,
    rho: (side * strikeUsd * years * discount * exercised) / 100,
  };
}
