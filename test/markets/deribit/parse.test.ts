import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBook, parseInstruments } from '../../../src/markets/deribit/parse.ts';
import { deribitFixture, type SummaryRow, summaryRows } from '../../support/deribit-fixtures.ts';

const instruments = JSON.parse(deribitFixture('get_instruments')).result;
const INVERSE = { kind: 'inverse', prefix: 'BTC' } as const;
const unlisted = new Map();

function bookOf(rows: unknown, listed = unlisted) {
  const book = parseBook(rows, INVERSE, listed);
  if (!book.ok) throw new Error(book.failure);
  return book.value;
}

/** The first rows of the fixture with one of them changed. */
function withRow(index: number, change: SummaryRow): SummaryRow[] {
  return summaryRows().map((row, at) => (at === index ? { ...row, ...change } : row));
}

function contractNamed(rows: unknown, instrument: string) {
  return bookOf(rows).contracts.filter((contract) => contract.instrument === instrument);
}

const CALL = 'BTC-26DEC25-90000-C';

describe('Deribit book summary', () => {
  it('reads a row as a contract: vol as a fraction, forward of its own expiry, coins', () => {
    expect(contractNamed(summaryRows(), CALL)).toEqual([
      {
        strike: 90_000,
        expiryMs: Date.UTC(2025, 11, 26, 8),
        type: 'call',
        openInterest: 1520.4,
        iv: expect.closeTo(0.4412, 12),
        forward: 90_410.25,
        bid: expect.closeTo(904.1025, 9),
        ask: expect.closeTo(994.51275, 9),
        instrument: CALL,
      },
    ]);
  });

  it('keeps a row without a vol as one whose vol is unknown', () => {
    const book = bookOf(summaryRows());
    const vols = book.contracts.filter((contract) => contract.iv === null);
    expect(vols.map((contract) => contract.openInterest)).toEqual([12.5, 8.1]);
    expect(book.invalidRows).toBe(0);
  });

  it.each([{ mark_iv: 'text' }, { mark_iv: -5 }, { mark_iv: 0 }, { underlying_price: 0 }])(
    'does not price by %j, and still counts the open interest',
    (change) => {
      const [contract] = contractNamed(withRow(0, change), CALL);
      expect(contract).toMatchObject({ iv: null, openInterest: 1520.4 });
    },
  );

  it.each([
    { open_interest: -1 },
    { open_interest: '12' },
    { open_interest: Number.POSITIVE_INFINITY },
    { creation_timestamp: 9e15 },
    { creation_timestamp: null },
    { creation_timestamp: Date.UTC(2090, 0) },
    { instrument_name: 'BTC-31FEB26-70000-C' },
    { instrument_name: 'ETH-26DEC25-4000-C' },
    { instrument_name: 7 },
  ])('counts a row with %j as invalid and keeps the others', (change) => {
    const book = bookOf(withRow(0, change));
    expect(book.invalidRows).toBe(1);
    expect(book.contracts).toHaveLength(5);
    expect(book.asOfMs).toBe(1_764_579_600_120);
  });

  it.each([null, 0, -0.01, 'text', undefined])('takes a bid of %j for no bid', (bid_price) => {
    const [contract] = contractNamed(withRow(0, { bid_price }), CALL);
    expect(contract).toMatchObject({ bid: null, ask: expect.closeTo(994.51275, 9) });
  });

  it('states no quote in dollars where it has no forward to turn coins into them', () => {
    const [contract] = contractNamed(withRow(0, { underlying_price: null }), CALL);
    expect(contract).toMatchObject({ bid: null, ask: null });
  });

  it('takes unknown open interest for unknown, not for zero', () => {
    const [contract] = contractNamed(withRow(0, { open_interest: null }), CALL);
    expect(contract?.openInterest).toBeNull();
  });

  it('skips futures and combos without counting them', () => {
    const others = ['BTC-27JUN25', 'BTC-PERPETUAL', 'BTC-CS-19MAY26-70000_75000'];
    const rows = [...summaryRows(), ...others.map((instrument_name) => ({ instrument_name }))];
    expect(bookOf(rows)).toEqual(bookOf(summaryRows()));
  });

  it('prefers listed terms over the name, and the name over nothing', () => {
    const moved = instruments.map((row: SummaryRow) =>
      row.instrument_name === CALL ? { ...row, strike: 91_000, expiration_timestamp: 2e12 } : row,
    );
    const listed = parseInstruments([...moved, { instrument_name: 'BTC-2DEC25-60000-P' }, null]);
    const book = bookOf(summaryRows(), listed.ok ? listed.value : unlisted);
    const terms = (name: string) => book.contracts.find((each) => each.instrument === name);
    expect(terms(CALL)).toMatchObject({ strike: 91_000, expiryMs: 2e12 });
    expect(terms('BTC-2DEC25-60000-P')).toMatchObject({ strike: 60_000, type: 'put' });
    expect(book.contracts).toHaveLength(6);
  });

  it('reads a repeated row once, the newest of several, and none of a contradiction', () => {
    const [first = {}] = summaryRows();
    expect(bookOf([...summaryRows(), first]).contracts).toEqual(bookOf(summaryRows()).contracts);
    const newer = { ...first, open_interest: 7, creation_timestamp: 1_764_579_600_500 };
    expect(contractNamed([...summaryRows(), newer], CALL)).toMatchObject([{ openInterest: 7 }]);
    const contradiction = bookOf([...summaryRows(), { ...first, open_interest: 7 }]);
    expect(contradiction.invalidRows).toBe(2);
    expect(contradiction.contracts).toHaveLength(5);
  });

  it('does not depend on the order of rows', () => {
    const [first = {}, second = {}] = summaryRows();
    const rows = [
      ...summaryRows(),
      { ...first, open_interest: 7 },
      { ...second, open_interest: 9, creation_timestamp: 1_764_579_600_121 },
      { ...second, instrument_name: 'BTC-PERPETUAL' },
      null,
    ];
    const sorted = (book: ReturnType<typeof bookOf>) => ({
      ...book,
      deliveryPrices: book.deliveryPrices.toSorted(),
    });
    const shuffled = fc.shuffledSubarray(rows, { minLength: rows.length });
    fc.assert(
      fc.property(shuffled, (order) => {
        expect(sorted(bookOf(order))).toEqual(sorted(bookOf(rows)));
      }),
    );
  });

  it.each([[null], ['text'], [{}], [[]], [[null, 1]], [[{ instrument_name: 'BTC-PERPETUAL' }]]])(
    'refuses %j with a reason',
    (result) => {
      const book = parseBook(result, INVERSE, unlisted);
      expect(book).toMatchObject({ ok: false, failure: expect.stringMatching(/\w/) });
    },
  );

  it('does not take the forward of another expiry for its own', () => {
    const rows = withRow(0, { underlying_index: 'BTC-27MAR26' });
    const [contract] = contractNamed(rows, CALL);
    expect(contract).toMatchObject({ iv: null, bid: null, openInterest: 1520.4 });
    expect(contract).not.toHaveProperty('forward');
    for (const underlying_index of ['SYN.BTC-26DEC25', 'BTC-26DEC25', 'index_price', null])
      expect(contractNamed(withRow(0, { underlying_index }), CALL)).toEqual(
        contractNamed(summaryRows(), CALL),
      );
  });
});

describe('Deribit book summary in USDC', () => {
  const LINEAR = { kind: 'linear', prefix: 'SOL_USDC' } as const;
  const rows = () => summaryRows('options_USDC');
  const sizes = JSON.parse(deribitFixture('instruments_USDC')).result;

  function solBook(result: readonly SummaryRow[], instruments: readonly SummaryRow[] = sizes) {
    const listed = parseInstruments(instruments);
    const book = parseBook(result, LINEAR, listed.ok ? listed.value : new Map());
    if (!book.ok) throw new Error(book.failure);
    return book.value;
  }

  it('takes prices as they are, in USDC', () => {
    const [contract] = solBook(rows()).contracts.filter(
      ({ instrument }) => instrument === 'SOL_USDC-26DEC25-130-C',
    );
    expect(contract).toEqual({
      strike: 130,
      expiryMs: Date.UTC(2025, 11, 26, 8),
      type: 'call',
      openInterest: 12_500,
      iv: expect.closeTo(0.714, 12),
      forward: 132.1,
      bid: 10.9,
      ask: 11.2,
      instrument: 'SOL_USDC-26DEC25-130-C',
    });
  });

  it('takes open interest for coins while its amounts are multiples of the contract size', () => {
    for (const { multiplier } of solBook(rows()).contracts) expect(multiplier).toBeUndefined();
    const [first, ...rest] = rows();
    const damaged = solBook([{ ...first, open_interest: 12_503.7 }, ...rest]);
    for (const { multiplier } of damaged.contracts) expect(multiplier).toBeUndefined();
  });

  it('takes it for contracts, each worth its size, where most amounts are not', () => {
    const counted = rows().map((row) => ({ ...row, open_interest: 7 }));
    for (const { multiplier } of solBook(counted).contracts) expect(multiplier).toBe(10);
  });

  it('counts an option whose size nobody states, and does not use it', () => {
    const unsized = sizes.map((row: SummaryRow, at: number) =>
      at === 0 ? { ...row, contract_size: null } : row,
    );
    const book = solBook(rows(), unsized);
    expect(book.contracts).toHaveLength(3);
    expect(book.invalidRows).toBe(1);
  });
});
