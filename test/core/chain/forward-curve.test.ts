import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { usSettlement } from '../../../src/core/chain/expiry.ts';
import { impliedForwards, type QuotedExpiry } from '../../../src/core/chain/forward-curve.ts';
import { pairQuotes, type SideQuote } from '../../../src/core/chain/parity-rows.ts';
import { quotedExpiry } from '../../support/quoted-expiry.ts';

const YEAR_MS = 365 * 86_400_000;
const shared = { spot: 7000, vol: 0.17, rate: 0.043, dividendYield: 0.012, spread: 1, strikes: 81 };
/** Deliberately wrong constants: what comes out right does not come from here. */
const stated = { spot: 7000, exercise: 'european', rate: 0.01, dividendYield: 0.03 } as const;

const quoted = (years: number): QuotedExpiry => ({
  years,
  quotes: quotedExpiry({ ...shared, years }),
});
const silent = (years: number): QuotedExpiry => ({ years, quotes: [] });
const trueForward = (years: number) => 7000 * Math.exp((0.043 - 0.012) * years);

describe('the forwards of an underlying', () => {
  it('take their discount from the longer expiries where they are short', () => {
    const [short] = impliedForwards([0.02, 0.5, 1, 2].map(quoted), stated);
    expect(short).toMatchObject({ kind: 'parity', discountFrom: 'curve' });
    expect(short?.discount).toBeCloseTo(Math.exp(-0.043 * 0.02), 9);
    expect(short?.forward).toBeCloseTo(trueForward(0.02), 6);
  });

  it('are filled in from those around them, in the order given', () => {
    const found = impliedForwards([quoted(1), silent(0.75), silent(2), quoted(0.5)], stated);
    expect(found.map(({ quality }) => quality)).toEqual(['A', 'D', 'D', 'A']);
    expect(found[1]?.forward).toBeCloseTo(trueForward(0.75), 6);
    expect(found[1]?.discount).toBeCloseTo(Math.exp(-0.043 * 0.75), 9);
    expect(found[2]?.forward).toBeCloseTo(trueForward(2), 6);
  });

  it('are the stated constants where no quotes say better', () => {
    const [only] = impliedForwards([silent(1)], stated);
    expect(only?.forward).toBeCloseTo(7000 * Math.exp(0.01 - 0.03), 9);
    expect(only?.discount).toBeCloseTo(Math.exp(-0.01), 12);
    expect(only).toMatchObject({ kind: 'curve', quality: 'D', reason: 'too-few-strikes' });
    expect(impliedForwards([], stated)).toEqual([]);
  });

  it('leave out an expiry whose quotes are of a day when the market stood 1 % lower', () => {
    const years = [0.01, 0.018, 0.026, 0.034, 0.042, 0.05, 1];
    for (const stale of years.slice(0, -1)) {
      const expiries = years.map((each) => {
        const spot = each === stale ? 6930 : 7000;
        return { years: each, quotes: quotedExpiry({ ...shared, years: each, spot }) };
      });
      const found = impliedForwards(expiries, stated);
      for (const [index, each] of years.entries()) {
        expect(found[index]).toMatchObject(
          each === stale ? { kind: 'curve', reason: 'out-of-line' } : { kind: 'parity' },
        );
        expect(Math.abs((found[index]?.forward ?? 0) / trueForward(each) - 1)).toBeLessThan(1e-4);
      }
    }
  });
});

const folder = join(import.meta.dirname, '../../../../shared/data/cboe/json_reconstructed');

type Row = { readonly option: string; readonly bid: number; readonly ask: number };
type Recorded = { readonly spot: number; readonly expiries: readonly Series[] };
type Series = QuotedExpiry & { readonly name: string; readonly session: 'am' | 'pm' };

/** The index stood still from 16:15 New York, and so did most of the quotes. */
const RECORDED_AT_MS = Date.parse('2026-07-29T20:15:00Z');

function recorded(symbol: string): Recorded {
  const bytes = readFileSync(join(folder, `${symbol}_2026-07-29.json.gz`));
  const { data } = JSON.parse(gunzipSync(bytes).toString());
  const rows: readonly Row[] = data.options;
  const sides = new Map<string, SideQuote[]>();
  for (const { option, bid, ask } of rows) {
    const [, root, year, month, day, letter, strike] =
      /^([A-Z]+)(\d\d)(\d\d)(\d\d)([CP])(\d{8})$/.exec(option) ?? [];
    const name = `${root} 20${year}-${month}-${day}`;
    const series = sides.get(name) ?? [];
    sides.set(name, series);
    series.push({ strike: Number(strike) / 1000, type: letter === 'C' ? 'call' : 'put', bid, ask });
  }
  const expiries = [...sides].map(([name, quotes]) => {
    const [root = '', date = ''] = name.split(' ');
    const { settlesMs, session } = usSettlement(root, date);
    const years = (settlesMs - RECORDED_AT_MS) / YEAR_MS;
    return { name, session, years, quotes: pairQuotes(quotes) };
  });
  return { spot: data.close, expiries: expiries.toSorted((a, b) => a.years - b.years) };
}

describe.skipIf(!existsSync(folder))('recorded chains of 2026-07-29', () => {
  it('SPX: forwards grow smoothly and at the pace of interest less dividends', () => {
    const { spot, expiries } = recorded('_SPX');
    const found = impliedForwards(expiries, {
      spot,
      exercise: 'european',
      rate: 0.04,
      dividendYield: 0.013,
    });
    const live = found.flatMap((each, index) => {
      const series = expiries[index];
      return series === undefined || series.years <= 0 ? [] : [{ ...series, ...each }];
    });
    expect(live.length).toBe(58);
    for (const { kind, years, discount, discountFrom } of live.map((each) => ({
      discountFrom: undefined,
      ...each,
    }))) {
      expect(kind).toBe('parity');
      const rate = -Math.log(discount) / years;
      if (discountFrom === 'slope') expect(rate > 0.04 && rate < 0.05).toBe(true);
    }
    expect(live.filter(({ quality }) => quality === 'A').length).toBeGreaterThanOrEqual(50);
    for (const [index, next] of live.entries()) {
      const previous = live[index - 1];
      if (previous === undefined) continue;
      const growth = Math.log(next.forward / previous.forward);
      // Between neighbours a forward may lose a point to the bid–ask; otherwise it grows by 0 to 8 % a year.
      const slack = 1.5e-4;
      expect(growth).toBeGreaterThan(-slack);
      expect(growth).toBeLessThan(slack + 0.08 * (next.years - previous.years));
    }
    // The index is of 16:15, the options of an hour later: they had it 8 points lower.
    expect(live[0]?.forward).toBeCloseTo(7308, 0);
  });

  it('SPX: morning and evening series of one date are apart in time and together in price', () => {
    const { spot, expiries } = recorded('_SPX');
    const stated = { spot, exercise: 'european', rate: 0.04, dividendYield: 0.013 } as const;
    const found = impliedForwards(expiries, stated);
    const at = (name: string) => expiries.findIndex((series) => series.name === name);
    for (const date of ['2026-08-21', '2026-09-18', '2026-10-16', '2026-12-18']) {
      const [morning, evening] = [at(`SPX ${date}`), at(`SPXW ${date}`)];
      const hours = ((expiries[evening]?.years ?? 0) - (expiries[morning]?.years ?? 0)) * 365 * 24;
      expect(hours).toBeCloseTo(6.5, 9);
      const [am, pm] = [found[morning]?.forward ?? 0, found[evening]?.forward ?? 0];
      expect(Math.abs(am / pm - 1)).toBeLessThan(1e-4);
    }
  });

  it('SPY: American forwards are labelled, lose grade with time, and grow like SPX to 0.3 % for half a year', () => {
    const spy = recorded('SPY');
    const carry = { rate: 0.043, dividendYield: 0.013 };
    const found = impliedForwards(spy.expiries, { spot: spy.spot, exercise: 'american', ...carry });
    const spx = recorded('_SPX');
    const index = impliedForwards(spx.expiries, { spot: spx.spot, exercise: 'european', ...carry });
    const grades = found.slice(1).map(({ quality }) => quality);
    expect(grades).toEqual(grades.toSorted());
    for (const [at, each] of found.entries()) {
      if (each.kind === 'parity')
        expect(each).toMatchObject({ exercise: 'american', discountFrom: 'curve' });
      const date = spy.expiries[at]?.name.slice(-10);
      const same = spx.expiries.findIndex(({ name }) => name === `SPXW ${date}`);
      const years = spy.expiries[at]?.years ?? 1;
      if (same < 0 || years > 0.5 || years <= 0) continue;
      const growth = each.forward / (found[1]?.forward ?? 0);
      const growthOfIndex = (index[same]?.forward ?? 0) / (index[1]?.forward ?? 0);
      expect(Math.abs(growth / growthOfIndex - 1)).toBeLessThan(0.003);
    }
  });
});
