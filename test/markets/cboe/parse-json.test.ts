import { describe, expect, it } from 'vitest';
import { parseCboeJson } from '../../../src/markets/cboe/parse-json.ts';
import { type CboeRow, readJson, spxDocument } from '../../support/cboe-fixtures.ts';

function withRow(change: CboeRow, at = 0) {
  const document = spxDocument();
  document.data.options[at] = { ...document.data.options[at], ...change };
  return document;
}

describe('a delayed-quotes document', () => {
  it('is a chain with spot and data time, its timestamp read as UTC', () => {
    const { chain, symbol, counts } = readJson(spxDocument());
    expect(symbol).toBe('SPX');
    expect(chain).toMatchObject({
      name: 'cboe:SPX',
      spot: 5000,
      multiplier: 100,
      invalidRows: 0,
      asOfMs: Date.parse('2025-06-11T18:45:03Z'),
    });
    expect(counts).toMatchObject({ listed: 18, read: 18 });
    expect(chain.contracts).toHaveLength(18);
  });

  it('keeps morning and afternoon settlement of one date apart', () => {
    const { contracts } = readJson(spxDocument()).chain;
    const settlement = (start: string) =>
      new Set(
        contracts.filter((each) => each.instrument?.startsWith(start)).map((c) => c.expiryMs),
      );
    expect([...settlement('SPX250620')]).toEqual([Date.parse('2025-06-20T13:30:00Z')]);
    expect([...settlement('SPXW250620')]).toEqual([Date.parse('2025-06-20T20:00:00Z')]);
  });

  it('takes a vol, a bid and an ask of 0 as unknown, and open interest of 0 as none', () => {
    const [call] = readJson(withRow({ iv: 0, bid: 0, ask: 0, open_interest: 0 })).chain.contracts;
    expect(call).toMatchObject({ iv: null, bid: null, ask: null, openInterest: 0 });
    const [silent] = readJson(withRow({ open_interest: null })).chain.contracts;
    expect(silent?.openInterest).toBeNull();
  });

  it.each<CboeRow>([
    { option: 'SPX250620X04200000' },
    { option: 'SPX250631C04200000' },
    { option: 7 },
    { open_interest: -1 },
    { open_interest: '12' },
    { iv: 'NaN' },
    { iv: -0.1 },
  ])('loses one row, counted, to %j', (change) => {
    const { counts, chain } = readJson(withRow(change));
    expect(counts).toMatchObject({ listed: 18, read: 17, unreadable: 1 });
    expect(chain.invalidRows).toBe(1);
  });

  it('refuses adjusted and foreign options and counts them', () => {
    const document = withRow({ option: 'SPX1250620C04200000' });
    document.data.options.push({ ...document.data.options[1], option: 'SPY250620C00500000' });
    expect(readJson(document).counts).toEqual({
      listed: 19,
      read: 17,
      unreadable: 0,
      adjusted: 1,
      foreign: 1,
      duplicate: 0,
      contradicted: 0,
    });
  });

  it('counts a repeated contract once, and not at all where its copies disagree', () => {
    const document = spxDocument();
    document.data.options.push(
      { ...document.data.options[0] },
      { ...document.data.options[5], open_interest: 9_999 },
    );
    const { counts, chain } = readJson(document);
    expect(counts).toMatchObject({ listed: 20, read: 17, duplicate: 1, contradicted: 2 });
    const names = chain.contracts.map(({ instrument }) => instrument);
    expect(names).toContain(document.data.options[0]?.option);
    expect(names).not.toContain(document.data.options[5]?.option);
  });

  it('has the session of its last trade, not of the day on which it was made', () => {
    const document = spxDocument();
    document.timestamp = '2025-06-12 01:14:35';
    expect(readJson(document)).toMatchObject({
      session: '2025-06-11',
      openInterestSession: '2025-06-11',
    });
    document.timestamp = '2025-06-12 11:30:00';
    expect(readJson(document)).toMatchObject({
      session: '2025-06-11',
      openInterestSession: '2025-06-12',
    });
  });

  it('that stands still is of its old session, also on the next afternoon', () => {
    const document = spxDocument();
    document.timestamp = '2025-06-12 18:45:03';
    expect(readJson(document).session).toBe('2025-06-11');
  });

  it('whose underlying states no trade has the session of its options', () => {
    const document = spxDocument();
    document.data.last_trade_time = null;
    document.timestamp = undefined;
    const { chain, session } = readJson(document);
    expect(session).toBe('2025-06-11');
    expect(new Date(chain.asOfMs).toISOString()).toBe('2025-06-11T17:58:02.000Z');
  });

  it('whose underlying states no trade says that its price has no date, stamped or not', () => {
    const document = spxDocument();
    const undated = { kind: 'spot-undated' };
    expect(readJson(document).caveats).not.toContainEqual(undated);
    for (const nothing of [null, undefined, 'soon']) {
      document.data.last_trade_time = nothing;
      const { caveats, chain } = readJson(document);
      expect(caveats).toContainEqual(undated);
      expect(chain.caveats).toContainEqual(expect.objectContaining({ kind: 'time-uncertain' }));
    }
  });

  it('takes the first such time after the last trade where its timestamp has no date', () => {
    const document = spxDocument();
    document.timestamp = '18:45:03';
    const { chain, caveats } = readJson(document);
    expect(new Date(chain.asOfMs).toISOString()).toBe('2025-06-11T18:45:03.000Z');
    expect(caveats).toContainEqual({ kind: 'time-without-date', stated: '18:45:03' });
  });

  it('takes the time of the last trade where it states none, and says so', () => {
    const document = spxDocument();
    document.timestamp = undefined;
    const { chain, caveats } = readJson(document);
    expect(new Date(chain.asOfMs).toISOString()).toBe('2025-06-11T18:30:00.000Z');
    expect(caveats).toContainEqual({ kind: 'time-of-last-trade' });
  });

  it.each([
    ['a list', []],
    ['nothing', null],
    ['an error page', { Error: { Code: 'AccessDenied' } }],
    ['a document without options', { data: {} }],
  ])('is not %s, which is refused with a reason', (_, document) => {
    expect(parseCboeJson(document)).toEqual({
      ok: false,
      failure: 'it has no list of options under "data"',
    });
  });

  it.each([
    [{ current_price: 0 }, /current_price/],
    [{ current_price: '5000' }, /current_price/],
    [{ options: [] }, /no rows of options/],
  ])('with %j in its data is refused with a reason', (change, reason) => {
    const document = spxDocument();
    const parsed = parseCboeJson({ ...document, data: { ...document.data, ...change } });
    expect(parsed.ok ? '' : parsed.failure).toMatch(reason);
  });

  it('of the VIX is refused, as spot is not what its options are on', () => {
    const document = spxDocument();
    for (const row of document.data.options)
      row.option = String(row.option).replace(/^SPXW?/, 'VIX');
    const parsed = parseCboeJson({ ...document, symbol: '_VIX' });
    expect(parsed.ok ? '' : parsed.failure).toMatch(/VIX futures/);
  });
});
