import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { analyseChain } from '../../../src/core/exposure/analysis.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { calibrate } from '../../../src/markets/us-options/calibrate.ts';
import { readCsv } from '../../support/cboe-fixtures.ts';
import { recordedText } from '../../support/recorded-cboe.ts';
import { deribitTable } from '../../support/recorded-deribit.ts';

/*
 * Totals that others published, reproduced under their own conventions with nothing but this file's arithmetic:
 * gamma as the exchange printed it, whole business days, no interest, no dividends. `docs/METHOD.md` explains why
 * hedgeflow's numbers for the same files differ; the figures that it states are held here too.
 */

const published = new URL('../../../../shared/data/PUBLISHED.json', import.meta.url);
const isPresent = existsSync(published);
const items = isPresent ? JSON.parse(readFileSync(published, 'utf8')).items : [];
const itemOf = (part: string) => items.find((item: { file: string }) => item.file.includes(part));

const DAY_MS = 86_400_000;

/** One side of a row of the quote download, its columns counted from the left. */
type Side = {
  readonly sign: 1 | -1;
  readonly day: number;
  readonly strike: number;
  readonly vol: number;
  readonly gamma: number;
  readonly openInterest: number;
};

function sidesOf(name: string): readonly Side[] {
  const lines = recordedText(`quotedata_csv/${name}.csv.gz`).split(/\r?\n/);
  const header = lines.findIndex((line) => line.startsWith('Expiration Date,Calls'));
  const rows = lines.slice(header + 1).filter((line) => line.trim() !== '');
  return rows.flatMap((line): Side[] => {
    const cells = line.split(',');
    const at = (column: number) => Number(cells[column]);
    const row = { day: Date.parse(`${cells[0]?.slice(4)} 00:00 GMT`), strike: at(11) };
    return [
      { ...row, sign: 1, vol: at(7), gamma: at(9), openInterest: at(10) },
      { ...row, sign: -1, vol: at(18), gamma: at(20), openInterest: at(21) },
    ];
  });
}

/** Weekdays from one day up to another. */
function businessDays(from: number, to: number): number {
  let days = 0;
  for (let day = from; day < to; day += DAY_MS) {
    if (![0, 6].includes(new Date(day).getUTCDay())) days += 1;
  }
  return days;
}

/** Billions of dollars per 1 % with the exchange's gamma column. */
function vendorTotal(sides: readonly Side[], spot: number): number {
  const units = sides.map(({ sign, gamma, openInterest }) => sign * gamma * openInterest * 100);
  return (units.reduce((sum, each) => sum + each, 0) * spot ** 2 * 0.01) / 1e9;
}

/** Business years to each expiry day from today on; the day itself and a weekend before it count as one day. */
function businessYears(sides: readonly Side[], today: number): ReadonlyMap<number, number> {
  const days = [...new Set(sides.map(({ day }) => day))].filter((day) => day >= today);
  return new Map(days.map((day) => [day, Math.max(1, businessDays(today, day)) / 262]));
}

/** Billions of dollars per 1 % with Black–Scholes gamma at a level, rate and dividends 0, on business days. */
function businessDayGamma(
  sides: readonly Side[],
  level: number,
  years: ReadonlyMap<number, number>,
): number {
  let total = 0;
  for (const { sign, day, strike, vol, openInterest } of sides) {
    const deviation = vol * Math.sqrt(years.get(day) ?? 0);
    if (!(deviation > 0)) continue;
    const d1 = Math.log(level / strike) / deviation + deviation / 2;
    const density = Math.exp((-d1 * d1) / 2) / Math.sqrt(2 * Math.PI);
    total += (sign * openInterest * 100 * level * 0.01 * density) / deviation;
  }
  return total / 1e9;
}

/** Sixty even levels around spot and a straight line over the first change of sign. */
function publishedFlip(sides: readonly Side[], spot: number, today: number): number {
  const levels = Array.from({ length: 60 }, (_, index) => spot * (0.8 + (0.4 * index) / 59));
  const years = businessYears(sides, today);
  const gamma = levels.map((level) => businessDayGamma(sides, level, years));
  const after = gamma.findIndex((each, index) => each * (gamma[index - 1] ?? each) < 0);
  const [low = 0, high = 0] = [levels[after - 1], levels[after]];
  const [below = 0, above = 0] = [gamma[after - 1], gamma[after]];
  return low + ((high - low) * below) / (below - above);
}

/** What `analyze` says of the same file. */
function ours(name: string) {
  const parsed = readCsv(recordedText(`quotedata_csv/${name}.csv.gz`));
  const { chain } = calibrate(parsed, 0);
  const options = { signModel: SIGN_MODELS.naive, levels: 3, range: { low: 0.9, high: 1.1 } };
  const analyse = (quoted: typeof chain) => analyseChain(cleanChain(quoted), options);
  const spotForwards = { ...parsed.chain, asOfMs: chain.asOfMs };
  return { parity: analyse(chain), withoutParity: analyse(spotForwards) };
}

describe.skipIf(!isPresent)('published totals (../shared/data/PUBLISHED.json)', () => {
  it('SPX 2024-01-07: total and flip', () => {
    const { spot, published: stated } = itemOf('SPX_2024-01-07');
    const sides = sidesOf('SPX_2024-01-07_pub');
    const today = Date.UTC(2024, 0, 7);
    expect(vendorTotal(sides, spot)).toBeCloseTo(stated.total_gamma_bn_per_1pct, 2);
    expect(Math.round(publishedFlip(sides, spot, today))).toBe(stated.gamma_flip);
    expect(businessDayGamma(sides, spot, businessYears(sides, today))).toBeCloseTo(-20.85, 2);
  });

  it('SPX 2022-02-19: total', () => {
    const { spot, published: stated } = itemOf('SPX_2022-02-19');
    const total = vendorTotal(sidesOf('SPX_2022-02-19_pub'), spot);
    expect(total).toBeCloseTo(stated.total_gamma_bn_per_1pct, 1);
  });

  it('SPX: with forwards from parity ours is near the exchange’s gamma, without them it is not', () => {
    const early2024 = ours('SPX_2024-01-07_pub');
    expect(early2024.parity.totals.gex / 1e9).toBeCloseTo(-11.66, 2);
    expect(early2024.withoutParity.totals.gex / 1e9).toBeCloseTo(-21.07, 2);
    expect(early2024.parity.flip).toMatchObject({ spot: expect.closeTo(4718.7, 1) });
    expect(early2024.withoutParity.flip).toMatchObject({ spot: expect.closeTo(4735.2, 1) });
    const early2022 = ours('SPX_2022-02-19_pub').parity;
    expect(early2022.totals.gex / 1e9).toBeCloseTo(-31.73, 2);
    expect(early2022.flip).toMatchObject({ spot: expect.closeTo(4592.8, 1) });
  });

  it('BTC 2025-07-08: coins of delta per dollar, each of ten expiries', () => {
    const rows = deribitTable('published_gex/frankhami_order_books.csv');
    const stated = itemOf('frankhami').published.total_gex_per_expiry;
    expect(Object.keys(stated)).toHaveLength(10);
    for (const [expiry, total] of Object.entries(stated)) {
      const own = rows
        .filter((row) => row.instrument_name?.split('-')[1] === expiry)
        .map((row) => {
          const sign = row.instrument_name?.endsWith('C') ? 1 : -1;
          return sign * Number(row.gamma) * Number(row.open_interest);
        });
      expect(own.reduce((sum, each) => sum + each, 0)).toBeCloseTo(Number(total), 6);
    }
  });

  it('BTC 2026-01-23: dollars per 100 %, each of eight expiries at two hours', () => {
    const rows = deribitTable('chain_1h/BTC_2026-01-23T01_to_T23.csv.gz');
    for (const { date, spot, per_expiry } of itemOf('chain_1h').rows) {
      const hour = rows.filter((row) => row.date?.startsWith(date.replace(' ', 'T')));
      expect(Object.keys(per_expiry)).toHaveLength(8);
      for (const [expiry, { net_gex_musd }] of Object.entries<{ net_gex_musd: number }>(
        per_expiry,
      )) {
        let coins = 0;
        for (const row of hour) {
          if (row.expiry_name !== expiry) continue;
          const sign = row.type === 'call' ? 1 : -1;
          coins += sign * Number(row.gamma) * Number(row.open_interest);
        }
        expect((coins * spot ** 2) / 1e6).toBeCloseTo(net_gex_musd, 2);
      }
    }
  });

  it('BTC 2026-01-23: five decimals of gamma alone add 31 % to a far expiry', () => {
    const [spot, atMs] = [89_549.7, Date.UTC(2026, 0, 23, 2)];
    const rows = deribitTable('chain_1h/BTC_2026-01-23T01_to_T23.csv.gz').filter(
      ({ date, expiry_name }) =>
        date?.startsWith('2026-01-23T02:00') === true && expiry_name === '27FEB26',
    );
    const years = (Date.UTC(2026, 1, 27, 8) - atMs) / (365 * DAY_MS);
    const total = (decimalsOf: (gamma: number) => number) =>
      rows.reduce((sum, row) => {
        const deviation = (Number(row.mark_iv) / 100) * Math.sqrt(years);
        const d1 = Math.log(spot / Number(row.strike)) / deviation + deviation / 2;
        const gamma = Math.exp((-d1 * d1) / 2) / Math.sqrt(2 * Math.PI) / (spot * deviation);
        const sign = row.type === 'call' ? 1 : -1;
        return sum + (sign * Number(row.open_interest) * decimalsOf(gamma) * spot ** 2) / 1e6;
      }, 0);
    expect(total((gamma) => Math.round(gamma * 1e5) / 1e5)).toBeCloseTo(1524.1, 1);
    expect(total((gamma) => gamma)).toBeCloseTo(1165.7, 1);
  });
});
