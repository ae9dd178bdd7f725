import { describe, expect, it } from 'vitest';
import { parseChainFile } from '../../../src/core/chain/chain-file.ts';

const row = {
  strike: 100,
  expiry: '2026-03-06T20:00:00Z',
  type: 'call',
  openInterest: 5,
  iv: 0.2,
};
const document = { name: 'x', asOf: '2026-03-02T15:30:00Z', spot: 100, contracts: [row] };

function failureOf(changes: object): string {
  const parsed = parseChainFile({ ...document, ...changes });
  if (parsed.ok) throw new Error('it was read');
  return parsed.failure;
}

function chainOf(changes: object) {
  const parsed = parseChainFile({ ...document, ...changes });
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}

describe('a chain file', () => {
  it('is read with the defaults of its format', () => {
    const chain = chainOf({});
    expect(chain).toMatchObject({ rate: 0, dividendYield: 0, multiplier: 100, invalidRows: 0 });
    expect(chain.asOfMs).toBe(Date.UTC(2026, 2, 2, 15, 30));
    expect(chain.contracts[0]?.expiryMs).toBe(Date.UTC(2026, 2, 6, 20));
  });

  it.each([
    ['spot', { spot: undefined }],
    ['spot', { spot: 0 }],
    ['spot', { spot: '100' }],
    ['spot', { spot: Number.POSITIVE_INFINITY }],
    ['asOf', { asOf: 'yesterday' }],
    ['asOf', { asOf: '2026-03-02T15:30:00' }],
    ['asOf', { asOf: '2026-02-30T15:30:00Z' }],
    ['asOf', { asOf: 1772465400000 }],
    ['contracts', { contracts: undefined }],
    ['contracts', { contracts: {} }],
    ['rate', { rate: '5%' }],
    ['rate', { rate: 450 }],
    ['dividendYield', { dividendYield: null }],
    ['multiplier', { multiplier: -1 }],
    ['name', { name: 7 }],
  ])('without a usable %s is refused in a sentence that names it (%j)', (field, changes) => {
    expect(failureOf(changes)).toContain(field);
  });

  it.each([[null], [[]], ['text'], [3]])('that is %j is refused as no object', (value) => {
    expect(parseChainFile(value)).toMatchObject({ ok: false });
  });

  it('never quotes a long wrong value in full', () => {
    expect(failureOf({ spot: 'x'.repeat(10_000) }).length).toBeLessThan(200);
  });

  it.each([
    ['a row that is no object', 7],
    ['a strike in words', { ...row, strike: '100' }],
    ['a third type', { ...row, type: 'straddle' }],
    ['an expiry without zone', { ...row, expiry: '2026-03-06' }],
    ['open interest in words', { ...row, openInterest: 'many' }],
    ['a vol in words', { ...row, iv: '20%' }],
    ['a forward in words', { ...row, forward: 'none' }],
  ])('counts %s as invalid and keeps the rest', (_, broken) => {
    const chain = chainOf({ contracts: [broken, row] });
    expect(chain.invalidRows).toBe(1);
    expect(chain.contracts).toHaveLength(1);
  });

  it('keeps unknown open interest and vol as unknown', () => {
    const [contract] = chainOf({
      contracts: [{ ...row, openInterest: null, iv: undefined }],
    }).contracts;
    expect(contract).toMatchObject({ openInterest: null, iv: null });
  });

  it('reads an instant with an offset', () => {
    expect(chainOf({ asOf: '2026-03-02T10:30:00.250-05:00' }).asOfMs).toBe(
      Date.UTC(2026, 2, 2, 15, 30, 0, 250),
    );
  });
});
