import { describe, expect, it } from 'vitest';
import { parseBookSummaryDocument } from '../../../src/markets/deribit/index.ts';
import { deribitFixture, summaryRows } from '../../support/deribit-fixtures.ts';

describe('recorded book summary', () => {
  it('is a chain with the median delivery price as spot and the newest row as its time', () => {
    const result = summaryRows().map((row, index) => ({
      ...row,
      estimated_delivery_price: [90_000, 90_010, 90_020, 90_030, 1, 999_999][index],
      creation_timestamp: 1_764_579_600_000 + index,
    }));
    expect(parseBookSummaryDocument({ jsonrpc: '2.0', result })).toMatchObject({
      ok: true,
      value: {
        name: 'deribit:BTC',
        asOfMs: 1_764_579_600_005,
        spot: 90_015,
        rate: 0,
        dividendYield: 0,
        multiplier: 1,
        invalidRows: 0,
      },
    });
  });

  it('names the coin that the options are on', () => {
    const text = deribitFixture('get_book_summary_by_currency').replaceAll('BTC', 'ETH');
    const parsed = parseBookSummaryDocument(JSON.parse(text));
    expect(parsed).toMatchObject({ ok: true, value: { name: 'deribit:ETH' } });
  });

  it.each([
    [{ error: { code: -32602, message: 'Invalid params' } }, /-32602/],
    [{ jsonrpc: '2.0' }, /result/],
    [[], /result/],
    [null, /result/],
    ['text', /result/],
    [{ result: [] }, /no row/],
    [{ result: 'x' }, /no row/],
    [{ result: [{ instrument_name: 'SOL_USDC-27JUN25-150-C' }] }, /no row/],
    [
      {
        result: [...summaryRows(), { ...summaryRows()[0], instrument_name: 'ETH-26DEC25-3000-C' }],
      },
      /mixes/,
    ],
    [
      { result: summaryRows().map((row) => ({ ...row, estimated_delivery_price: 0 })) },
      /estimated_delivery_price/,
    ],
  ])('refuses case %#, and says why', (document, reason) => {
    const parsed = parseBookSummaryDocument(document);
    expect(parsed).toMatchObject({ ok: false, failure: expect.stringMatching(reason) });
  });
});
