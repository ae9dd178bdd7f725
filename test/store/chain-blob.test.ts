import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedChain, QuotedContract } from '../../src/core/chain/chain.ts';
import { decodeChain, encodeChain } from '../../src/store/sqlite/chain-blob.ts';
import { aQuotedChain } from '../support/stored-values.ts';

const root = join(import.meta.dirname, '..', '..');
const recorded = join(root, '../shared/data/deribit/reconstructed');

/** Bytes of the blob for each contract of the chain. */
function bytesPerContract(contracts: readonly QuotedContract[]): number {
  return encodeChain(aQuotedChain({ contracts })).length / contracts.length;
}

const figure = fc.oneof(
  fc.double(),
  fc.integer().map((integer) => integer / 100),
  fc.integer({ min: -1_000_000, max: 1_000_000 }),
);

/** Any contract that a parser could make, well-formed or not. */
const contract: fc.Arbitrary<QuotedContract> = fc.record(
  {
    strike: figure,
    expiryMs: fc.oneof(fc.constantFrom(1_795_593_600_000, 0), fc.double({ noNaN: true, min: 1 })),
    type: fc.constantFrom('call', 'put'),
    openInterest: fc.option(figure),
    iv: fc.option(figure),
    forward: fc.double({ min: 1e-300 }),
    multiplier: fc.double({ min: 1e-300 }),
    instrument: fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })),
  },
  { requiredKeys: ['strike', 'expiryMs', 'type', 'openInterest', 'iv'] },
);

describe('a stored chain', () => {
  it('comes back exactly, whatever was quoted', () => {
    fc.assert(
      fc.property(fc.array(contract, { maxLength: 30 }), figure, (contracts, spot) => {
        const chain = aQuotedChain({ contracts, spot });
        expect(decodeChain(encodeChain(chain))).toEqual({ ok: true, value: chain });
      }),
    );
  });

  it('keeps what the chain says about itself, so that a grade read from it later is the grade it had', () => {
    const reason = fc.string({ unit: 'grapheme' });
    const usd = fc.double({ noNaN: true, noDefaultInfinity: true }).map((price) => price + 0);
    const circumstances: fc.Arbitrary<Partial<QuotedChain>> = fc.record(
      {
        caveats: fc.array(
          fc.record({
            kind: fc.constantFrom('part-of-chain' as const, 'spot-divergence' as const),
            reason,
          }),
        ),
        spotQuotes: fc.array(
          fc.record({ source: fc.constantFrom('index' as const, 'parity' as const), usd }),
        ),
        spotFrom: reason,
        spotCloseOf: fc.constant('2026-11-20'),
        deliveryPriceUsd: usd,
        funding8h: usd,
        impliedVolIndex: usd,
        openInterestSession: fc.constant('2026-11-23'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(circumstances, (told) => {
        const chain = aQuotedChain(told);
        expect(decodeChain(encodeChain(chain))).toEqual({ ok: true, value: chain });
      }),
    );
  });

  it('is still read where it was stored before circumstances were kept', () => {
    const stored =
      'AZ0EWBYCDwCA2Pdr2/9ONLRLN11R7aLTxSpDEk10QqZ074ToXTKwAQcIGSc06CAy6C0gUmXT2p3hoDkYxXK1PLBfGOY4B3nT/mbgJ01nCOvrbn/qV+h8e4vzQ3qulrd8oUKx4QtZZJUYCAyPi/zbKuzPwK1lAA==';
    const expiryMs = 1_795_766_400_000;
    expect(decodeChain(Buffer.from(stored, 'base64'))).toEqual({
      ok: true,
      value: {
        name: 'deribit:BTC',
        asOfMs: 1_795_593_600_000,
        spot: 71_240.5,
        rate: 0,
        dividendYield: 0,
        multiplier: 1,
        invalidRows: 2,
        contracts: [
          {
            ...{ strike: 70_000, expiryMs, type: 'put', openInterest: 12.5, iv: 0.512 },
            ...{ forward: 71_250.25, instrument: 'BTC-26NOV26-70000-P' },
          },
          { strike: 75_000, expiryMs, type: 'call', openInterest: null, iv: null },
        ],
      },
    });
  });

  it.each([-0, Number.NaN, Number.NEGATIVE_INFINITY, 5e-324, 2 ** 53, 0.1 + 0.2, 0.29 / 100, -0.5])(
    'comes back exactly with the strike %d',
    (strike) => {
      const chain = aQuotedChain();
      const contracts = chain.contracts.map((contract) => ({ ...contract, strike }));
      expect(decodeChain(encodeChain({ ...chain, contracts }))).toEqual({
        ok: true,
        value: { ...chain, contracts },
      });
    },
  );

  it('comes back exactly where names hold the strike twice, or not at all', () => {
    const names = ['20-20FEB26-20-P', '20', '', 'no strike here', '\u0000'];
    const contracts = names.map((instrument) => ({
      strike: 20,
      expiryMs: 1,
      type: 'put' as const,
      openInterest: 0,
      iv: 0.5,
      instrument,
    }));
    const chain = aQuotedChain({ contracts });
    expect(decodeChain(encodeChain(chain))).toEqual({ ok: true, value: chain });
  });

  it('is refused where a single bit has changed', () => {
    const blob = encodeChain(aQuotedChain());
    for (let bit = 0; bit < blob.length * 8; bit += 1) {
      const changed = Buffer.from(blob);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(decodeChain(changed).ok).toBe(false);
    }
  });

  it('is refused where it is cut short', () => {
    const blob = encodeChain(aQuotedChain());
    for (let length = 0; length < blob.length; length += 1)
      expect(decodeChain(blob.subarray(0, length)).ok).toBe(false);
  });

  it('takes fewer than 10 bytes a contract for a coin’s listed options', () => {
    const contracts = Array.from({ length: 900 }, (_, index): QuotedContract => {
      const strike = 40_000 + 1_000 * (index % 45);
      const week = Math.floor(index / 90);
      const isCall = Math.floor(index / 45) % 2 === 0;
      return {
        strike,
        expiryMs: 1_795_593_600_000 + week * 604_800_000,
        type: isCall ? 'call' : 'put',
        openInterest: Math.round((((index * 7_919) % 9_973) / 9_973) ** 4 * 50_000) / 10,
        iv: Math.round(4_000 + ((index * 104_729) % 3_001)) / 100 / 100,
        forward: 71_000 + week * 111.25,
        instrument: `BTC-W${week}-${strike}-${isCall ? 'C' : 'P'}`,
      };
    });
    expect(bytesPerContract(contracts)).toBeLessThan(10);
  });

  describe.skipIf(!existsSync(recorded))('of the recorded Deribit books', () => {
    it.each(['BTC', 'ETH'])('takes fewer than 10 bytes a contract: %s', (coin) => {
      const file = `get_book_summary_by_currency_${coin}_option_20260206T043012Z.json.gz`;
      const { result } = JSON.parse(gunzipSync(readFileSync(join(recorded, file))).toString());
      const contracts = result.map((row: Record<string, number | string>): QuotedContract => {
        const [, day = '', strike, type] = String(row.instrument_name).split('-');
        return {
          strike: Number(strike),
          expiryMs: Date.parse(`${day.replace(/(\D+)(\d+)$/, ' $1 20$2')} 08:00 UTC`),
          type: type === 'C' ? 'call' : 'put',
          openInterest: Number(row.open_interest),
          iv: Number(row.mark_iv) / 100,
          forward: Number(row.underlying_price),
          instrument: String(row.instrument_name),
        };
      });
      expect(bytesPerContract(contracts)).toBeLessThan(10);
      const chain = aQuotedChain({ contracts });
      expect(decodeChain(encodeChain(chain))).toEqual({ ok: true, value: chain });
    });
  });
});
