import type { Chain } from '../../chain/chain.ts';
import { THIRTY_DAYS_YEARS } from '../../schedule/year.ts';
import { forwardMoneyness } from '../forward-moneyness.ts';
import { rowsByExpiry } from '../rows-by-expiry.ts';

/** Expiries that say something about 30 days. */
const YEARS_MIN = 10 / 365;
const YEARS_MAX = 90 / 365;
/** Deviations σ√T around the forward within which a smile is near the money. */
const NEAR_DEVIATIONS = 1;
/** A slope at the forward and a curvature need so many strikes, at least one on each side. */
const STRIKES_MIN = 3;
/** Share of its largest size below which strikes lie too close together to tell slope from curvature. */
const DETERMINANT_MIN = 1e-9;

type Point = { readonly logMoneyness: number; readonly vol: number };
type Smile = { readonly years: number; readonly points: readonly Point[] };

/**
 * Slope of the 30-day smile at the money, ∂σ/∂ln K in vol (fraction per year) per unit; negative where puts are
 * dearer. Slopes times √T hardly differ between expiries, so that product is interpolated in time from the two
 * expiries around 30 days, or taken from the nearest one. Null where none between 10 and 90 days can be measured.
 */
export function smileSlope30Day(chain: Chain): number | null {
  const scaled = smilesAround30Days(chain)
    .flatMap((smile) => {
      const slope = slopeAtForward(smile);
      return slope === null ? [] : [{ years: smile.years, slope: slope * Math.sqrt(smile.years) }];
    })
    .toSorted((a, b) => a.years - b.years);
  const after = scaled.find(({ years }) => years >= THIRTY_DAYS_YEARS) ?? scaled.at(-1);
  const before = scaled.findLast(({ years }) => years <= THIRTY_DAYS_YEARS) ?? scaled[0];
  if (after === undefined || before === undefined) return null;
  const span = after.years - before.years;
  const share = span === 0 ? 0 : (THIRTY_DAYS_YEARS - before.years) / span;
  return (before.slope + share * (after.slope - before.slope)) / Math.sqrt(THIRTY_DAYS_YEARS);
}

function smilesAround30Days(chain: Chain): readonly Smile[] {
  const moneyness = forwardMoneyness(chain);
  return rowsByExpiry(chain)
    .filter(({ years }) => years >= YEARS_MIN && years <= YEARS_MAX)
    .map(({ years, rows }) => ({
      years,
      points: rows.map((row) => ({
        logMoneyness: moneyness[row] ?? 0,
        vol: chain.vol[row] ?? 0,
      })),
    }));
}

/** Slope at the forward of the parabola that fits the vols near it best, calls and puts alike. */
function slopeAtForward({ years, points }: Smile): number | null {
  const [first, ...others] = points;
  if (first === undefined) return null;
  const closest = others.reduce(
    (best, point) => (Math.abs(point.logMoneyness) < Math.abs(best.logMoneyness) ? point : best),
    first,
  );
  const reach = NEAR_DEVIATIONS * closest.vol * Math.sqrt(years);
  const near = points.filter(({ logMoneyness }) => Math.abs(logMoneyness) <= reach);
  const strikes = new Set(near.map(({ logMoneyness }) => logMoneyness));
  const isAround =
    near.some(({ logMoneyness }) => logMoneyness <= 0) &&
    near.some(({ logMoneyness }) => logMoneyness >= 0);
  if (strikes.size < STRIKES_MIN || !isAround) return null;
  return fittedSlope(near, reach);
}

/** b of σ = a + b·k + c·k² by least squares, k in units of `reach` so that the sums stay near 1. */
function fittedSlope(points: readonly Point[], reach: number): number | null {
  let [k1, k2, k3, k4, y0, y1, y2] = [0, 0, 0, 0, 0, 0, 0];
  for (const { logMoneyness, vol } of points) {
    const k = logMoneyness / reach;
    k1 += k;
    k2 += k * k;
    k3 += k ** 3;
    k4 += k ** 4;
    y0 += vol;
    y1 += k * vol;
    y2 += k * k * vol;
  }
  const count = points.length;
  // Central moments of (k, k²) against the mean, so that only two unknowns are left.
  const s11 = k2 - (k1 * k1) / count;
  const s12 = k3 - (k1 * k2) / count;
  const s22 = k4 - (k2 * k2) / count;
  const t1 = y1 - (k1 * y0) / count;
  const t2 = y2 - (k2 * y0) / count;
  const determinant = s11 * s22 - s12 * s12;
  if (!(determinant > DETERMINANT_MIN * s11 * s22)) return null;
  return (t1 * s22 - t2 * s12) / determinant / reach;
}
