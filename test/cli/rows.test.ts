import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { registerGreeks } from '../../src/cli/greeks.ts';
import { registerIv } from '../../src/cli/iv.ts';

const folder = mkdtempSync(join(tmpdir(), 'hedgeflow-rows-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs a subcommand on a file with this content and hands back what a shell would see. */
async function run(name: string, content: string | Buffer, ...flags: readonly string[]) {
  const path = join(folder, 'rows.json');
  writeFileSync(path, content);
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    out += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    err += String(chunk);
    return true;
  });
  const program = new Command();
  registerGreeks(program);
  registerIv(program);
  await program.parseAsync(['node', 'hedgeflow', name, path, ...flags]);
  return { out, err, exitCode: process.exitCode ?? 0 };
}

const call = { S: 100, K: 100, T: 0.25, vol: 0.2, r: 0.05, q: 0.01, type: 'call' };
const put = { ...call, type: 'put' };

test('greeks answers every row in order, from a gzipped file too', async () => {
  const { out, err, exitCode } = await run(
    'greeks',
    gzipSync(JSON.stringify([call, put])),
    '--json',
  );
  const answers = JSON.parse(out);
  expect(Object.keys(answers[0])).toEqual([
    ...['price', 'delta', 'gamma', 'vega', 'theta', 'rho', 'vanna'],
    ...['charm', 'volga', 'speed', 'zomma', 'color', 'veta'],
  ]);
  expect(answers[0].price).toBeCloseTo(4.474037323, 9);
  expect(answers[1].price).toBeCloseTo(3.481505132, 9);
  expect(answers[1].charm).toBeCloseTo(-0.1224411366, 9);
  expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 });
});

test('iv finds the vol behind a price, and names the price that has none', async () => {
  const rows = [
    { ...put, price: 3.481505132 },
    { ...call, price: 0.2 },
    { ...call, price: 100 },
    { ...call, K: 200, price: 0 },
  ];
  const { out } = await run('iv', JSON.stringify(rows), '--json');
  expect(JSON.parse(out)).toEqual([
    { iv: expect.closeTo(0.2, 9), status: 'ok' },
    { iv: null, status: 'below-intrinsic' },
    { iv: null, status: 'above-maximum' },
    { iv: 0, status: 'intrinsic' },
  ]);
});

test.each([
  ['greeks', 'greek_cases.json', 'price'],
  ['iv', 'iv_cases.json', 'iv'],
])(
  '%s answers the whole golden file, whose rows carry more fields than it needs',
  async (name, file, field) => {
    const text = readFileSync(new URL(`../golden/${file}`, import.meta.url), 'utf8');
    const { out } = await run(name, text, '--json');
    const asked: readonly Record<string, number | null>[] = JSON.parse(text);
    const answers: readonly Record<string, number | null>[] = JSON.parse(out);
    expect(answers).toHaveLength(asked.length);
    // A price that does not carry its vol is answered, but there is nothing to compare it with.
    const carried = ({ attainableRel }: Record<string, number | null>) =>
      attainableRel === undefined || (attainableRel !== null && attainableRel < 1e-9);
    const off = asked.filter(
      (row, index) =>
        carried(row) && Math.abs((answers[index]?.[field] ?? 0) - (row[field] ?? 0)) > 1e-8,
    );
    expect(off).toEqual([]);
  },
);

test('without --json people get a table with a line for every row', async () => {
  const { out } = await run('greeks', JSON.stringify([call, put]));
  const lines = out.trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^row +price +delta/);
  expect(lines[2]).toMatch(/^ +2 +3\.4815051 +-0\.4392827/);
});

test.each(['greeks', 'iv'])('%s of an empty array is an empty array', async (name) => {
  expect(await run(name, '[]', '--json')).toEqual({ out: '[]\n', err: '', exitCode: 0 });
});

const priced = { ...call, price: 4 };

test.each([
  ['greeks', '[{"S": 100,', /rows\.json: is not JSON/],
  ['greeks', '{"S": 100}', /rows\.json: must be a JSON array of rows/],
  ['greeks', '[7]', /rows\.json: row 1 must be an object/],
  ['greeks', JSON.stringify([call, { ...call, T: 0 }]), /row 2, field T: must be greater than 0/],
  ['greeks', JSON.stringify([{ ...call, vol: -0.2 }]), /row 1, field vol: must be greater than 0/],
  ['greeks', JSON.stringify([{ ...call, K: '100' }]), /row 1, field K: must be a number/],
  ['greeks', JSON.stringify([{ ...call, S: Number.NaN }]), /row 1, field S: must be a number/],
  ['greeks', '[{"S":1e999,"K":1,"T":1,"vol":1,"r":0,"q":0,"type":"put"}]', /row 1, field S/],
  ['greeks', JSON.stringify([{ ...call, type: 'straddle' }]), /field type: must be call or put/],
  ['greeks', JSON.stringify([{ ...call, q: -1e6 }]), /row 1: its numbers are too extreme/],
  [
    'greeks',
    JSON.stringify([{ ...call, vol: 1e-320, r: 0, q: 0 }]),
    /row 1: its numbers are too extreme/,
  ],
  ['iv', JSON.stringify([priced, { ...priced, T: -1 }]), /row 2, field T/],
  ['iv', JSON.stringify([{ ...priced, price: null }]), /row 1, field price: must be a number/],
  ['iv', JSON.stringify([{ ...priced, r: 1e6 }]), /row 1: its numbers are too extreme/],
])('%s refuses %s in one line', async (name, content, sentence) => {
  const { out, err, exitCode } = await run(name, content, '--json');
  expect(err).toMatch(sentence);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(err).not.toMatch(/\bat .*:\d+:\d+/);
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 1 });
});
