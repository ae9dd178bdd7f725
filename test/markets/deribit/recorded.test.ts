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

const NO_OPTIONS = /^no row is a coin-settled option on BTC or ETH$/;
const NO_RESULT = /^it has no "result" list of book summaries$/;
const NO_SPOT = /^no row states an estimated_delivery_price/;

/** What is read from each recording: how many options of a book summary, or why the other answers are none. */
const OUTCOMES: readonly (readonly [file: RegExp, outcome: number | RegExp])[] = [
  [/^get_book_summary_by_currency_BTC_option_rows/, 3],
  [/^get_book_summary_by_currency_BTC_option_2026/, 930],
  [/^get_book_summary_by_currency_ETH_option_2026/, 954],
  // Names alone make a contract; no answer but the summary says where spot was.
  [/^cryptofeed_get_instruments_(?:BTC|ETH)_2021/, NO_SPOT],
  [/^nautilus_http_get_instruments\.json/, NO_SPOT],
  [/^cryptofeed_get_instruments_(?:SOL|USDC_futures)_2022/, NO_OPTIONS],
  [/^get_book_summary_by_currency_BTC_(?:future|option_combo)_rows/, NO_OPTIONS],
  [/^(?:get_index_price|get_instrument_|get_last_trades|ticker_)/, NO_OPTIONS],
  [/^nautilus_http_(?!get_instruments\.json)/, NO_OPTIONS],
  [/^nautilus_ws_subscribe_response/, NO_OPTIONS],
  [/^nautilus_ws_error/, /^it is Deribit's error 10028, not a book$/],
  [/^nautilus_ws_(?!subscribe_response|error)/, NO_RESULT],
  [/^errors\.json/, NO_RESULT],
];

describe.skipIf(files.length === 0)('recorded Deribit answers (../shared/data/deribit)', () => {
  it.each(files)('$name is read whole, or refused for what it is', ({ name, place }) => {
    const result = parseBookSummaryDocument(recording(place));
    expect(nonFiniteNumbersIn(result)).toEqual([]);
    const outcomes = OUTCOMES.filter(([file]) => file.test(name)).map(([, outcome]) => outcome);
    expect(outcomes).toHaveLength(1);
    const [outcome] = outcomes;
    if (typeof outcome === 'number')
      expect(result.ok && result.value.contracts.length).toBe(outcome);
    else expect(result.ok ? 'read' : result.failure).toMatch(outcome ?? 'listed above');
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
