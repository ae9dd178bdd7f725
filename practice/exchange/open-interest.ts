import { DAY_MS, type Expiry, type Period } from './calendar.ts';
import { type DrawKey, normal, smoothNoise, uniform } from './random.ts';
import { type PracticeSymbol, SPECIFICATIONS } from './specification.ts';
import { type PathPoint, pathUsd } from './spot-path.ts';
import { type Surface, YEAR_MS } from './surface.ts';

/** Share of a quarterly's open interest that the other series reach when fully grown. */
const CAPACITY: Readonly<Record<Period, number>> = {
  day: 0.05,
  week: 0.26,
  month: 0.6,
  quarter: 1,
};
/** Share of its capacity with which a series starts, and how it grows with age. */
const GROWTH = { start: 0.15, power: 1.5 };
/** Positions were opened around the prices of the day before. */
const MEMORY_HOURS = 24;
/** Where puts and calls gather and how widely, in expected moves; their shares of the expiry. */
const PUTS = { centre: -0.85, width: 0.8, share: 0.46 };
const CALLS = { centre: 0.95, width: 0.9, share: 0.54 };
/** Added to the expected move: even a daily is traded a few percent away. */
const MOVE_MIN = 0.02;
/** Far strikes keep some lottery tickets. */
const WING = 0.03;
const ROUND_FACTOR = { large: 2.2, small: 1.5 };
/** Chance that nobody ever traded a contract, and its growth per expected move from the crowd. */
const NEVER_TRADED = { base: 0.03, perMove: 0.06, max: 0.4 };
/** Past that chance a contract fills gradually, so that open interest never appears at a stroke. */
const ONSET = 0.05;

export type OpenContract = {
  readonly strikeUsd: number;
  readonly isCall: boolean;
  /** Open interest in trades of the smallest size. */
  readonly lots: number;
};

/** The price around which the book was built: the undisturbed path's mean over the last day. */
export function bookCentreUsd({ seed, symbol, atMs }: PathPoint): number {
  let sum = 0;
  for (let hour = 0; hour < MEMORY_HOURS; hour++)
    sum += pathUsd({ seed, symbol, atMs: atMs - hour * (DAY_MS / 24) });
  return sum / MEMORY_HOURS;
}

function isMultiple(value: number, step: number): boolean {
  return Math.abs(value / step - Math.round(value / step)) < 1e-9;
}

function roundFactor(symbol: PracticeSymbol, strikeUsd: number): number {
  const { large, small } = SPECIFICATIONS[symbol].roundUsd;
  if (isMultiple(strikeUsd, large)) return ROUND_FACTOR.large;
  return isMultiple(strikeUsd, small) ? ROUND_FACTOR.small : 1;
}

/** How much one contract draws, relative to the others of its side; 0 where nobody ever traded it. */
function attraction(key: DrawKey, away: number, atMs: number): number {
  const distance = Math.abs(away);
  const never = NEVER_TRADED.base + NEVER_TRADED.perMove * distance;
  const margin = uniform([...key, 'never']) - Math.min(NEVER_TRADED.max, never);
  const interest = Math.max(0, Math.min(1, margin / ONSET));
  if (interest === 0) return 0;
  const density = Math.exp(-0.5 * away * away) + WING / (1 + away * away);
  const drift = 1 + 0.05 * smoothNoise([...key, 'drift'], atMs / (DAY_MS / 2));
  return interest * density * drift * Math.exp(0.35 * normal([...key, 'size']));
}

/** What is open in one expiry, calls and puts of each strike; it drifts by a few percent a day. */
export function openContracts(
  point: PathPoint,
  crowd: { expiry: Expiry; strikes: readonly number[]; surface: Surface; centreUsd: number },
): OpenContract[] {
  const { seed, symbol, atMs } = point;
  const { expiry, strikes, surface } = crowd;
  const { quarterlyOpenInterest, tradeSizeMin } = SPECIFICATIONS[symbol];
  const years = (expiry.expiryMs - atMs) / YEAR_MS;
  const centreUsd = crowd.centreUsd * surface.carry(years);
  const move = MOVE_MIN + surface.atTheMoney(years) * Math.sqrt(years);
  const age = (atMs - expiry.listedMs) / (expiry.expiryMs - expiry.listedMs);
  const total =
    quarterlyOpenInterest *
    CAPACITY[expiry.period] *
    Math.max(GROWTH.start, Math.max(0, age) ** GROWTH.power);
  return [true, false].flatMap((isCall) => {
    const side = isCall ? CALLS : PUTS;
    const weights = strikes.map((strikeUsd) => {
      const away = (Math.log(strikeUsd / centreUsd) / move - side.centre) / side.width;
      const key = [seed, symbol, expiry.expiryMs, strikeUsd, isCall ? 'call' : 'put'];
      return roundFactor(symbol, strikeUsd) * attraction(key, away, atMs);
    });
    const lots =
      (total * side.share) / weights.reduce((sum, weight) => sum + weight, 0) / tradeSizeMin;
    return strikes.map((strikeUsd, index) => ({
      strikeUsd,
      isCall,
      lots: Math.round(lots * (weights[index] ?? 0)),
    }));
  });
}
