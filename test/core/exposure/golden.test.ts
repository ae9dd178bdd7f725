import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseChainFile } from '../../../src/core/chain/chain-file.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { type Analysis, analyseChain } from '../../../src/core/exposure/analysis.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { type GoldenChain, goldenChains, recordedChains } from '../../support/golden-chains.ts';

type Reference = ReturnType<GoldenChain['readExpected']>;

/** The analysis as it leaves the program: through JSON. */
function analyse(path: string, expected: Reference): Analysis {
  const quoted = parseChainFile(JSON.parse(readFileSync(path, 'utf8')));
  if (!quoted.ok) throw new Error(quoted.failure);
  const { spot } = quoted.value;
  const [low, high] = expected.zeroGamma.range;
  const analysis = analyseChain(cleanChain(quoted.value), {
    signModel: SIGN_MODELS.naive,
    levels: expected.profile.spots.length,
    range: { low: low / spot, high: high / spot },
  });
  return JSON.parse(JSON.stringify(analysis));
}

type Row = Readonly<Record<string, unknown>>;

/** Numbers and the gross counterpart that the contract measures each error by. */
type Tolerance = { readonly relative: number; readonly scale: (row: Row, field: string) => number };

function expectClose(actual: Row, reference: Row, tolerance: Tolerance): void {
  expect(Object.keys(actual)).toEqual(expect.arrayContaining(Object.keys(reference)));
  for (const [field, value] of Object.entries(reference)) {
    if (typeof value !== 'number') {
      expect(actual[field], field).toEqual(value);
      continue;
    }
    const error = Math.abs(Number(actual[field]) - value);
    expect(error, `${field}: ${actual[field]} against ${value}`).toBeLessThanOrEqual(
      tolerance.relative * tolerance.scale(reference, field),
    );
  }
}

function expectRowsClose(
  actual: readonly Row[],
  reference: readonly Row[],
  tolerance: Tolerance,
): void {
  expect(actual).toHaveLength(reference.length);
  for (const [index, row] of reference.entries()) expectClose(actual[index] ?? {}, row, tolerance);
}

const GROSS_OF: Readonly<Record<string, string>> = {
  gex: 'grossGex',
  callGex: 'grossGex',
  putGex: 'grossGex',
  vannaExposure: 'grossVannaExposure',
  charmExposure: 'grossCharmExposure',
};

function magnitude(row: Row, field: string): number {
  return Math.abs(Number(row[field]));
}

/** Largest absolute value of each field over all rows, at least its own. */
function largestOfKind(rows: readonly Row[]): (row: Row, field: string) => number {
  return (_, field) => Math.max(...rows.map((row) => magnitude(row, field)));
}

function describeChain(chain: GoldenChain): void {
  let expected: Reference;
  let analysis: Analysis;
  beforeAll(() => {
    expected = chain.readExpected();
    analysis = analyse(chain.path, expected);
  });

  it('counts what it used and left out', () => {
    expect(analysis).toMatchObject({
      name: expected.name,
      asOf: expected.asOf,
      spot: expected.spot,
      used: expected.used,
      skipped: { ...expected.skipped, invalid: 0 },
    });
  });

  it('sums exposures to 1e-12 of gross and other totals to 1e-10', () => {
    const grossFields = Object.entries(expected.totals).filter(
      ([field]) => field in GROSS_OF || field.startsWith('gross'),
    );
    const others = Object.entries(expected.totals).filter(
      ([field]) => !(field in GROSS_OF || field.startsWith('gross')),
    );
    expectClose(analysis.totals, Object.fromEntries(grossFields) as Row, {
      relative: 1e-12,
      scale: (_, field) => magnitude(expected.totals, GROSS_OF[field] ?? field),
    });
    expectClose(analysis.totals, Object.fromEntries(others) as Row, {
      relative: 1e-10,
      scale: magnitude,
    });
  });

  it('names the walls exactly', () => {
    expect(analysis.walls).toEqual(expected.walls);
  });

  it('finds the material roots, all of them and no other, to 1e-10', () => {
    const { roots, nearestMaterialRoot, range } = analysis.zeroGamma;
    const reference: readonly Row[] = expected.zeroGamma.roots.map(
      ({ spot, slopeSign, material }: Row) => ({ spot, slopeSign, material }),
    );
    const tolerance = { relative: 1e-10, scale: magnitude };
    expectRowsClose(roots, reference, tolerance);
    expectClose(
      { nearestMaterialRoot },
      { nearestMaterialRoot: expected.zeroGamma.nearestMaterialRoot },
      tolerance,
    );
    for (const [end, value] of range.entries()) {
      expect(value).toBeCloseTo(expected.zeroGamma.range[end], 8);
    }
  });

  it('draws the profile to 1e-11 of gross at every level', () => {
    const { spots, gex, grossGex } = expected.profile;
    const floor = 1e-6 * Math.max(...grossGex);
    expect(analysis.profile.spots).toHaveLength(spots.length);
    for (const [index, level] of spots.entries()) {
      const allowed = 1e-11 * Math.max(grossGex[index], floor);
      expect(Math.abs((analysis.profile.spots[index] ?? 0) / level - 1)).toBeLessThan(1e-14);
      const net = Math.abs((analysis.profile.gex[index] ?? Number.NaN) - gex[index]);
      const gross = Math.abs((analysis.profile.grossGex[index] ?? Number.NaN) - grossGex[index]);
      expect(net, `net at ${level}`).toBeLessThanOrEqual(allowed);
      expect(gross, `gross at ${level}`).toBeLessThanOrEqual(allowed);
    }
  });

  it('re-prices hedge flows and scenarios to 1e-10 of the largest of their kind', () => {
    for (const field of ['hedgeFlows', 'scenarios'] as const) {
      const reference: readonly Row[] = expected[field];
      const tolerance = { relative: 1e-10, scale: largestOfKind(reference) };
      expectRowsClose(analysis[field], reference, tolerance);
    }
  });

  it('splits exposure by strike and by expiry to 1e-12 of gross', () => {
    const scale = (row: Row, field: string) =>
      field === 'netGex'
        ? magnitude(row, 'callGex') + magnitude(row, 'putGex')
        : magnitude(row, field);
    const strikeTotals = (row: Row, field: string) =>
      field === 'vannaExposure' || field === 'charmExposure'
        ? magnitude(expected.totals, GROSS_OF[field] ?? field)
        : scale(row, field);
    const tolerance = { relative: 1e-12, scale: strikeTotals };
    expectRowsClose(analysis.byStrike, expected.byStrike, tolerance);
    expectRowsClose(analysis.byExpiry, expected.byExpiry, tolerance);
  });
}

describe.each(goldenChains)('golden chain $name', describeChain);

for (const chain of recordedChains) {
  describe.skipIf(!chain.isPresent)(`chain recorded on Deribit, ${chain.name}`, () =>
    describeChain(chain),
  );
}
