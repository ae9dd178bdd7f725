import { describe, expect, it } from 'vitest';
import type { QuotedContract } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { readDocumentBytes } from '../../../src/markets/cboe/parse-bytes.ts';
import { parseCboeCsv } from '../../../src/markets/cboe/parse-csv.ts';
import { parseCboeJson } from '../../../src/markets/cboe/parse-json.ts';
import { calibrate } from '../../../src/markets/us-options/calibrate.ts';
import { readCsv, readJson } from '../../support/cboe-fixtures.ts';
import { nonFiniteNumbersIn } from '../../support/finite.ts';
import {
  computedRows,
  dailyDocument,
  provenanceRows,
  recordedNames,
  recordedText,
} from '../../support/recorded-cboe.ts';

const DAY_MS = 86_400_000;
const downloads = recordedNames('quotedata_csv', '.csv.gz');
const readable = downloads.filter((name) => !name.startsWith('VIX'));
const documents = recordedNames('json_reconstructed', '.json.gz');
const sessions = recordedNames('daily_chain_csv', '.csv.gz');
const noted = new Map(provenanceRows().map((row) => [row.name, row]));

const download = (name: string) => recordedText(`quotedata_csv/${name}.csv.gz`);

/** English date lines, the way JavaScript itself reads them: independent of the reader under test. */
function englishInstant(dateLine: string): number {
  const zone = /E([SD])T|(?:UTC|GMT)[−-]([45])/.exec(dateLine);
  const hours = zone?.[2] ?? (zone?.[1] === 'S' ? '5' : '4');
  const wall = dateLine.replace(/ at |,/g, ' ').replace(/(E[SD]T|UTC.*|GMT.*)$/, '');
  return Date.parse(`${wall} GMT-0${hours}00`);
}

/** Chains of 30,000 contracts are many; this looks at the numbers alone. */
function hasNonFinite(contract: QuotedContract): boolean {
  const { strike, expiryMs, openInterest, iv, bid, ask, forward } = contract;
  return [strike, expiryMs, openInterest, iv, bid, ask, forward].some(
    (value) => typeof value === 'number' && !Number.isFinite(value),
  );
}

describe.skipIf(readable.length === 0)('recorded downloads (../shared/data/cboe)', () => {
  it.each(readable)('%s holds what its provenance says', (name) => {
    const { chain, counts } = readCsv(download(name));
    const note = noted.get(name);
    expect(counts).toMatchObject({ listed: 2 * (note?.rows ?? 0), unreadable: 0, foreign: 0 });
    expect(chain.spot).toBe(note?.spot);
    const stated = englishInstant(note?.dateLine ?? '');
    if (!/locale|malformed/.test(name)) expect(chain.asOfMs).toBe(stated);
    if (counts.adjusted > 0) return;
    const interest = chain.contracts.map(({ openInterest }) => openInterest ?? Number.NaN);
    expect(interest.reduce((sum, each) => sum + each, 0)).toBe(note?.openInterest);
    expect(interest.filter((each) => each === 0)).toHaveLength(note?.withoutOpenInterest ?? -1);
    const unknown = chain.contracts.filter(({ iv }) => iv === null).length;
    expect(unknown).toBe(note?.withoutVol ?? chain.contracts.length);
  });

  it.each([
    ['SPX_2022-03-23_locale-es', '2022-03-23T14:11:00.000Z'],
    ['SPX_2023-12-09_locale-ru_partial', '2023-12-09T18:49:00.000Z'],
    ['SPY_2023-04-11_locale-fr', '2023-04-12T02:23:00.000Z'],
    ['SPY_2023-06-04_date-line-malformed', '2023-06-04T19:15:00.000Z'],
  ])('%s is of %s', (name, instant) => {
    expect(new Date(readCsv(download(name)).chain.asOfMs).toISOString()).toBe(instant);
  });

  it('a part of a chain is told from a whole one', () => {
    const partial = readable.filter((name) =>
      readCsv(download(name)).caveats.some(({ kind }) => kind.startsWith('few-')),
    );
    // The downloads of 2025 hold one month, which their provenance shows by 13 or 14 expiries.
    expect(partial).toEqual(readable.filter((name) => /partial|SPY_2025/.test(name)));
  });

  it('the VIX is refused with the reason', () => {
    const parsed = parseCboeCsv(download('VIX_2023-05-15'));
    expect(parsed.ok ? '' : parsed.failure).toMatch(/VIX futures/);
  });

  it.each(readable)('%s gives the gamma that was computed while it was collected', (name) => {
    const computed = computedRows().find(({ file }) => file === `${name}.csv.gz`);
    const { chain, counts } = readCsv(download(name));
    if (computed === undefined || counts.adjusted > 0) return;
    const today = Date.parse(`${computed.valuation_date}T00:00:00Z`);
    let [gamma, expiredRows] = [0, 0];
    for (const { strike, iv, openInterest, type, expiryMs } of chain.contracts) {
      const days = businessDays(today, Math.floor(expiryMs / DAY_MS) * DAY_MS);
      if (days < 0) expiredRows += 0.5;
      if (days < 0 || iv === null) continue;
      const total = iv * Math.sqrt(Math.max(days, 1) / 262);
      const d1 = Math.log(chain.spot / strike) / total + total / 2;
      const density = Math.exp((-d1 * d1) / 2) / Math.sqrt(2 * Math.PI);
      const sign = type === 'call' ? 1 : -1;
      gamma += (sign * (openInterest ?? 0) * 100 * chain.spot * 0.01 * density) / total;
    }
    expect(expiredRows).toBe(Number(computed.expired_rows));
    expect(gamma / 1e9).toBeCloseTo(Number(computed.profile_at_spot_bn), 3);
  });

  it.each(readable)('%s becomes a usable chain of finite numbers', (name) => {
    const { chain, vols } = calibrate(readCsv(download(name)), 0);
    expect(nonFiniteNumbersIn(vols)).toEqual([]);
    expect(chain.contracts.filter(hasNonFinite)).toEqual([]);
    const { openInterestShare } = cleanChain(chain).coverage;
    expect(openInterestShare).toBeGreaterThan(0.9);
  });

  it('weekend downloads keep the clock on which the vols explain the quotes', () => {
    const { chain, vols } = calibrate(readCsv(download('SPX_2024-01-07_pub')), 0);
    expect(new Date(chain.asOfMs).toISOString()).toBe('2024-01-05T21:00:00.000Z');
    expect(vols.disagreeing / vols.checked).toBeLessThan(0.01);
  });
});

/** Weekdays from one day to another, negative where the other is before; neither holidays nor hours count. */
function businessDays(fromMs: number, toMs: number): number {
  if (toMs < fromMs) return -businessDays(toMs + DAY_MS, fromMs + DAY_MS);
  let days = 0;
  for (let at = fromMs; at < toMs; at += DAY_MS) {
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days += 1;
  }
  return days;
}

describe.skipIf(documents.length === 0)('recorded documents (../shared/data/cboe)', () => {
  it.each([
    ['_SPX_2026-07-29', 28_726, 19_100, 54, '2026-07-29T22:37:46.000Z', 7316.1499],
    ['SPY_2026-07-29', 14_024, 0, 35, '2026-07-29T22:37:29.000Z', 731.88],
  ])('%s is read whole', (name, contracts, weekly, dates, instant, spot) => {
    const document = JSON.parse(recordedText(`json_reconstructed/${name}.json.gz`));
    const { chain, counts, session, caveats } = readJson(document);
    expect(counts).toMatchObject({ listed: contracts, read: contracts });
    expect(chain.spot).toBe(spot);
    expect(new Date(chain.asOfMs).toISOString()).toBe(instant);
    expect(session).toBe('2026-07-29');
    expect(caveats).toEqual([]);
    expect(chain.contracts.filter((c) => c.instrument?.startsWith('SPXW'))).toHaveLength(weekly);
    const days = new Set(chain.contracts.map(({ expiryMs }) => Math.floor(expiryMs / DAY_MS)));
    expect(days.size).toBe(dates);
  });

  it.each([
    ['SPY_2026-07-23', '2026-07-22'],
    ['_SPX_2026-08-07', '2026-08-06'],
    ['_SPX_2026-08-03', '2026-08-03'],
  ])('%s, filed by its UTC date, is of the session of %s', (name, session) => {
    expect(readJson(dailyDocument(name)).session).toBe(session);
  });

  it('the copy of SPY filed under 2026-07-23 is fresh on its own evening, and old once that day has traded', () => {
    const bytes = Buffer.from(JSON.stringify(dailyDocument('SPY_2026-07-23')));
    const seen = (at: string) => {
      const read = readDocumentBytes(bytes, Date.parse(at));
      if (!read.ok) throw new Error(read.failure);
      const { chain, session, openInterestSession } = read.value.parsed;
      expect({ session, openInterestSession }).toEqual({
        session: '2026-07-22',
        openInterestSession: '2026-07-22',
      });
      expect(chain.openInterestSession).toBe('2026-07-22');
      return chain.caveats?.map(({ kind }) => kind);
    };
    expect(seen('2026-07-23T01:15:45Z')).toEqual([]);
    expect(seen('2026-07-23T22:37:00Z')).toEqual(['old-session']);
  });

  it.each(documents)('%s says from its bytes what it says once parsed', (name) => {
    const text = recordedText(`json_reconstructed/${name}.json.gz`);
    const read = readDocumentBytes(Buffer.from(text), Date.parse('2026-07-29T22:38:22Z'));
    const { name: label, ...parsed } = readJson(JSON.parse(text)).chain;
    const { name: scannedLabel, ...scanned } = read.ok ? read.value.parsed.chain : { name: '' };
    expect(scannedLabel).toBe(label);
    // Comparing 28,000 contracts one by one would take the matcher seconds.
    expect(JSON.stringify(scanned)).toBe(JSON.stringify(parsed));
  });

  it('SPX settles in the morning and SPXW at the close of each date that both have', () => {
    const { contracts } = readJson(
      JSON.parse(recordedText('json_reconstructed/_SPX_2026-07-29.json.gz')),
    ).chain;
    const settlements = new Map<string, Set<number>>();
    for (const { instrument = '', expiryMs } of contracts) {
      const series = instrument.slice(0, -9);
      settlements.set(series, (settlements.get(series) ?? new Set()).add(expiryMs));
    }
    const instants = (series: string) =>
      [...(settlements.get(series) ?? [])].map((each) => new Date(each).toISOString());
    expect(instants('SPX260821')).toEqual(['2026-08-21T13:30:00.000Z']);
    expect(instants('SPXW260821')).toEqual(['2026-08-21T20:00:00.000Z']);
    const both = [...settlements.keys()].filter((series) =>
      settlements.has(series.replace('SPXW', 'SPX').replace(/^SPX(?!W)/, 'SPXW')),
    );
    expect(both.filter((series) => series.startsWith('SPXW')).length).toBeGreaterThan(5);
    for (const series of both.filter((each) => each.startsWith('SPXW'))) {
      expect(instants(series)).not.toEqual(instants(series.replace('SPXW', 'SPX')));
    }
  });

  it.each(sessions)('session %s becomes a usable chain of finite numbers', (name) => {
    const parsed = readJson(dailyDocument(name));
    expect(parsed.counts).toMatchObject({ unreadable: 0, adjusted: 0, foreign: 0, duplicate: 0 });
    const { chain, vols } = calibrate(parsed, 0);
    expect(nonFiniteNumbersIn(vols)).toEqual([]);
    expect(chain.contracts.filter(hasNonFinite)).toEqual([]);
    expect(cleanChain(chain).coverage.openInterestShare).toBeGreaterThan(0.99);
  });

  it.each([
    ['QQQ_2023-05-19_truncated2', 2],
    ['_SPX_2024-11-20_truncated1', 1],
  ])('fixture %s is read', (name, contracts) => {
    const document = JSON.parse(recordedText(`json_fixtures/${name}.json`));
    expect(readJson(document).counts.read).toBe(contracts);
  });

  it.each(['_VIX_2026-05-20_options_truncated4', 'errors'])(
    'fixture %s is refused with a reason',
    (name) => {
      const parsed = parseCboeJson(JSON.parse(recordedText(`json_fixtures/${name}.json`)));
      expect(parsed.ok ? '' : parsed.failure).toMatch(/VIX futures|no list of options/);
    },
  );
});
