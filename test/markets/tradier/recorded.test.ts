import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTradier } from '../../../src/markets/tradier/parse.ts';

const ROW = new URL(
  '../../../../shared/data/tradier/fixtures/option_VXX_put_row.json',
  import.meta.url,
);

describe.skipIf(!existsSync(ROW))('the documented row of Tradier', () => {
  const row = () => JSON.parse(readFileSync(ROW, 'utf8'));
  const read = (rows: readonly unknown[]) =>
    parseTradier({ symbol: 'VXX', spot: 25.4, rows, missing: [], nowMs: Date.UTC(2019, 4, 6, 20) });

  it('is refused as it stands: it names no contract', () => {
    expect(read([row()])).toEqual({
      ok: false,
      failure: 'none of its 1 rows is a readable option on VXX',
    });
  });

  it('is read once it is named: the smoothed vol where that of the mid is 0', () => {
    const parsed = read([{ ...row(), symbol: 'VXX190517P00014000' }]);
    const chain = parsed.ok ? parsed.value.chain : null;
    expect(chain?.asOfMs).toBe(1_557_172_096_000);
    expect(chain?.contracts).toMatchObject([
      { strike: 14, type: 'put', openInterest: 10, iv: 0.380002, bid: null },
    ]);
  });
});
