import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseBookSummaryDocument } from '../../../src/markets/deribit/index.ts';
import { parseInstruments } from '../../../src/markets/deribit/parse.ts';
import { nonFiniteNumbersIn } from '../../support/finite.ts';

const FOLDER = new URL('../../../../shared/data/deribit/', import.meta.url);

/** Recorded JSON answers, absent on most machines. */
const files = ['fixtures/', 'reconstructed/'].flatMap((folder) => {
  const place = new URL(folder, FOLDER);
  if (!existsSync(place)) return [];
  const names = readdirSync(place).filter((name) => /\.json(\.gz)?$/.test(name));
  return names.map((name) => ({ name, place: new URL(name, place) }));
});

function recording(place: URL) {
  const bytes = readFileSync(place);
  return JSON.parse((place.pathname.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
}

const named = (part: string) => files.filter((file) => file.name.includes(part));

describe.skipIf(files.length === 0)('recorded Deribit answers (../shared/data/deribit)', () => {
  it.each(files)('$name is read, or refused with a reason', ({ place }) => {
    const result = parseBookSummaryDocument(recording(place));
    expect(nonFiniteNumbersIn(result)).toEqual([]);
    if (!result.ok) expect(result.failure).toMatch(/\w{3}/);
  });

  it.each([
    ['get_book_summary_by_currency_BTC_option_rows', 'deribit:BTC', 3],
    ['get_book_summary_by_currency_BTC_option_2026', 'deribit:BTC', 930],
    ['get_book_summary_by_currency_ETH_option_2026', 'deribit:ETH', 954],
  ])('%s is a chain of %s with every row read', (part, name, rows) => {
    for (const { place } of named(part)) {
      const { result } = recording(place);
      const parsed = parseBookSummaryDocument({ result });
      expect(parsed).toMatchObject({ ok: true, value: { name, invalidRows: 0 } });
      const chain = parsed.ok ? parsed.value : undefined;
      expect(chain?.contracts).toHaveLength(rows);
      const openInterest = chain?.contracts.reduce(
        (sum, each) => sum + (each.openInterest ?? 0),
        0,
      );
      const stated = result.reduce(
        (sum: number, row: { open_interest: number }) => sum + row.open_interest,
        0,
      );
      expect(openInterest).toBeCloseTo(stated, 6);
    }
  });

  it('instrument lists of 2021 state the terms that the names state', () => {
    for (const { place } of [...named('get_instruments_BTC'), ...named('get_instruments_ETH')]) {
      const { result } = recording(place);
      const options = result.filter((row: { kind: string }) => row.kind === 'option');
      const parsed = parseInstruments(options);
      const listed = parsed.ok ? parsed.value : new Map();
      expect(listed.size).toBe(options.length);
      for (const [
        name,
        {
          terms: { strike, expiryMs, type },
        },
      ] of listed) {
        const [, , strikeText, letter] = name.split('-');
        expect([String(strike), type[0].toUpperCase()]).toEqual([strikeText, letter]);
        expect(new Date(expiryMs).toISOString()).toMatch(/T08:00:00\.000Z$/);
      }
    }
  });
});
