import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readFutureName,
  readInstrumentName,
} from '../../../src/markets/deribit/instrument-name.ts';

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');

describe('instrument name', () => {
  it('states strike, side and 08:00 UTC of its expiry day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2016-01-01'), max: new Date('2098-12-31'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 999_999_999 }),
        fc.constantFrom('C', 'P'),
        (date, strike, side) => {
          const month = MONTHS[date.getUTCMonth()];
          const year = String(date.getUTCFullYear()).slice(2);
          const name = readInstrumentName(
            `ETH-${date.getUTCDate()}${month}${year}-${strike}-${side}`,
          );
          const expiryMs = Math.floor(date.getTime() / 86_400_000) * 86_400_000 + 8 * 3_600_000;
          const terms = { strike, expiryMs, type: side === 'C' ? 'call' : 'put' };
          expect(name).toEqual({ kind: 'option', prefix: 'ETH', terms });
        },
      ),
    );
  });

  it.each([
    'BTC-PERPETUAL',
    'BTC-27JUN25',
    'BTC-CS-19MAY26-70000_75000',
    'BTC-CBUT-31JAN25-90000_95000_100000',
    'BTC-FS-27MAR26_PERP',
  ])('knows that %s is not an option', (name) => {
    expect(readInstrumentName(name).kind).toBe('not-an-option');
  });

  it.each([
    '',
    'BTC-31FEB26-70000-C',
    'BTC-0MAR26-70000-C',
    'BTC-6MAY26-0-C',
    'BTC-6XYZ26-70000-C',
    'BTC-6MAR26-70000-X',
    'BTC-6MAR26-7e4-C',
    'BTC-6MAR26--70000-C',
    'BTC-6MAR26-70000-C\n',
  ])('does not guess what %j means', (name) => {
    expect(readInstrumentName(name).kind).toBe('unreadable');
  });

  it.each([
    ['XRP_USDC-8MAY26-1d42-P', 'XRP_USDC', 1.42, 'put'],
    ['TRX_USDC-8MAY26-0d2815-C', 'TRX_USDC', 0.2815, 'call'],
    ['SOL_USDC-27JUN25-150-C', 'SOL_USDC', 150, 'call'],
    ['BTC_USDC-27JUN25-100000-C', 'BTC_USDC', 100_000, 'call'],
  ])('reads %s as an option in USDC, decimals included', (name, prefix, strike, type) => {
    expect(readInstrumentName(name)).toMatchObject({ prefix, terms: { strike, type } });
  });

  it.each([
    'XRP_USDC-8MAY26-0d0-P',
    'XRP_USDC-8MAY26-d42-P',
    'XRP_USDC-8MAY26-1d-P',
    'XRP_USDC-8MAY26-1.42-P',
  ])('does not guess the strike of %s', (name) => {
    expect(readInstrumentName(name).kind).toBe('unreadable');
  });

  it('tells perpetuals and dated futures from everything else', () => {
    expect(readFutureName('SOL_USDC-PERPETUAL')).toEqual({ prefix: 'SOL_USDC', settlesMs: null });
    const settlesMs = Date.UTC(2026, 2, 27, 8);
    expect(readFutureName('BTC-27MAR26')).toEqual({ prefix: 'BTC', settlesMs });
    const others = ['BTC-31FEB26', 'BTC-27MAR26-70000-C', 'BTC-FS-27MAR26_PERP', 'index_price', ''];
    for (const other of others) expect(readFutureName(other)).toBeNull();
  });
});
