import { describe, expect, it } from 'vitest';
import { parseCboeCsv } from '../../../src/markets/cboe/parse-csv.ts';
import { cboeFixture, readCsv } from '../../support/cboe-fixtures.ts';

/** All fixtures state 14:45 in New York on 11 June 2025, each in its own words. */
const STATED_MS = Date.parse('2025-06-11T18:45:00Z');

describe('a quote download', () => {
  it.each([
    ['english-us.csv', 'SPX', 5000, 48],
    ['english-uk.csv', 'SPY', 500.03, 16],
    ['spanish.csv', 'SPX', 5000, 48],
    ['french.csv', 'SPY', 500.03, 16],
    ['russian.csv', 'SPX', 5000, 48],
    ['spreadsheet.csv', 'SPX', 5000, 48],
    ['lost-year.csv', 'SPY', 500.03, 16],
  ])('is read whatever its language and editor: %s', (name, symbol, spot, contracts) => {
    const parsed = readCsv(cboeFixture(name));
    expect(parsed).toMatchObject({ symbol, session: '2025-06-11' });
    expect(parsed.chain).toMatchObject({ spot, asOfMs: STATED_MS, invalidRows: 0 });
    expect(parsed.chain.contracts).toHaveLength(contracts);
  });

  it('gives call and put their own columns of the same name', () => {
    const { contracts } = readCsv(cboeFixture('english-us.csv')).chain;
    const line = cboeFixture('english-us.csv')
      .split('\n')
      .find((each) => each.includes('SPXW250620C05100000'));
    const cells = line?.split(',').map(Number) ?? [];
    const call = contracts.find((each) => each.instrument === 'SPXW250620C05100000');
    const put = contracts.find((each) => each.instrument === 'SPXW250620P05100000');
    expect([call?.bid, call?.ask, call?.iv, call?.openInterest]).toEqual(
      [4, 5, 7, 10].map((at) => cells[at]),
    );
    expect([put?.bid, put?.ask, put?.iv, put?.openInterest]).toEqual(
      [15, 16, 18, 21].map((at) => cells[at]),
    );
    expect(call).toMatchObject({ strike: 5100, type: 'call' });
  });

  it('does without the columns that were switched off, and names them', () => {
    const { chain, caveats } = readCsv(cboeFixture('spreadsheet.csv'));
    expect(caveats).toContainEqual({ kind: 'columns-missing', columns: ['IV'] });
    expect(chain.contracts.every(({ iv }) => iv === null)).toBe(true);
    expect(chain.contracts.some(({ ask }) => ask !== null && ask !== undefined)).toBe(true);
  });

  it('needs the open interest column, and says so', () => {
    const text = cboeFixture('english-us.csv').replaceAll('Open Interest', 'Volume');
    const parsed = parseCboeCsv(text);
    expect(parsed.ok ? '' : parsed.failure).toMatch(/"Open Interest" column.*switched off/);
  });

  it('tells where the year of its date line was inferred', () => {
    expect(readCsv(cboeFixture('lost-year.csv')).caveats).toContainEqual({
      kind: 'year-inferred',
      year: 2025,
      stated: '11 June, 2:45 PM EDT',
    });
  });

  it('refuses adjusted contracts of a company whose name has a comma, and counts them', () => {
    const { symbol, counts, chain } = readCsv(cboeFixture('adjusted-root.csv'));
    expect(symbol).toBe('AMD');
    expect(chain.spot).toBe(105.6);
    expect(counts).toMatchObject({ listed: 14, read: 12, adjusted: 2 });
  });

  it('loses no more than the rows that were cut short', () => {
    const text = cboeFixture('english-us.csv');
    const { counts } = readCsv(text.slice(0, text.lastIndexOf(',')));
    expect(counts).toMatchObject({ listed: 48, read: 47, unreadable: 1 });
  });

  it('is read to the end whichever way its lines end', () => {
    const text = cboeFixture('english-us.csv');
    for (const end of ['\r\n', '\r', '\n']) {
      expect(readCsv(text.replaceAll('\n', end)).chain).toEqual(readCsv(text).chain);
    }
  });

  it.each([
    ['Last: 5,000.5', 5000.5],
    ['Last: 5000.5', 5000.5],
  ])('with the title "%s" has a spot of %d', (stated, spot) => {
    const text = cboeFixture('english-us.csv').replace('Last: 5000.0', stated);
    expect(readCsv(text).chain.spot).toBe(spot);
  });

  it.each([
    ['an empty text', '', /no header/],
    ['a title without a price', 'x,Last: n/a,Change: 0\nDate: 1,Bid:\n', /no header/],
    [
      'a header alone',
      'Expiration Date,Calls,Open Interest,Puts,Open Interest',
      /title line .* is missing/,
    ],
  ])('is refused with a reason when it is %s', (_, text, reason) => {
    const parsed = parseCboeCsv(text);
    expect(parsed.ok ? '' : parsed.failure).toMatch(reason);
  });

  it.each([
    ['"Date: June 11, 2025 at 2:45 PM EDT"', 'no such line', /no date line/],
    ['Date: June 11, 2025 at 2:45 PM EDT', 'Date: yesterday', /no time that can be read/],
    ['June 11, 2025', '11 wrzesnia 2025', /no month that can be read/],
    ['June 11, 2025', 'June 11 or 12, 2025', /no single day/],
    ['June 11, 2025', 'February 30, 2025', /in no calendar/],
    ['June 11, 2025', 'January 11', /no year/],
  ])('is refused with a reason when %s becomes %s', (from, to, reason) => {
    const parsed = parseCboeCsv(cboeFixture('english-us.csv').replace(from, to));
    expect(parsed.ok ? '' : parsed.failure).toMatch(reason);
  });

  it('that holds a part of a chain says in what it is short', () => {
    const whole = cboeFixture('english-us.csv');
    // It holds two expiries for brevity.
    const caveats = (text: string) =>
      readCsv(text).caveats.flatMap(({ kind }) => (kind === 'dailies-missing' ? [] : [kind]));
    const without = (part: RegExp) =>
      whole
        .split('\n')
        .filter((line) => !part.test(line))
        .join('\n');
    expect(caveats(whole)).toEqual([]);
    const [dailies] = readCsv(whole).caveats;
    expect(dailies?.kind).toBe('dailies-missing');
    expect(readCsv(whole).chain.caveats).toMatchObject([{ kind: 'part-of-chain' }]);
    expect(caveats(without(/Dec 19 2025/))).toEqual(['few-expiries']);
    expect(caveats(without(/C0[46]000000/))).toEqual(['few-strikes']);
  });
});
