import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { PROGRAM, runCli, type Shown } from '../support/cli-process.ts';
import { goldenChains } from '../support/golden-chains.ts';

const folder = mkdtempSync(join(tmpdir(), 'hedgeflow-analyze-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program in the folder of the test's files. */
function hedgeflow(...words: readonly string[]): Promise<Shown> {
  return runCli(words, { folder });
}

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return name;
}

const goldenPath = goldenChains.find(({ name }) => name === 'three_roots')?.path ?? '';
const golden = readFileSync(goldenPath, 'utf8');
const oneContract = {
  name: 'mine',
  asOf: '2026-03-02T15:30:00Z',
  spot: 100,
  contracts: [
    { strike: 100, expiry: '2026-04-03T20:00:00Z', type: 'call', openInterest: 1, iv: 0.2 },
  ],
};

describe('analyze', () => {
  it('answers a chain file with one JSON object, and the same for its gzipped copy', async () => {
    file('chain.json', golden);
    file('chain.json.gz', gzipSync(golden));
    const words = ['--json', '--levels', '201', '--range', '0.75,1.25'];
    const [plain, packed] = await Promise.all([
      hedgeflow('analyze', 'chain.json', ...words),
      hedgeflow('analyze', 'chain.json.gz', ...words),
    ]);
    expect(plain).toMatchObject({ err: '', exitCode: 0 });
    expect(packed).toEqual(plain);
    const answer = JSON.parse(plain.out);
    expect(answer.profile.spots).toHaveLength(201);
    expect(answer.zeroGamma.roots).toHaveLength(3);
    expect(answer.flip).toMatchObject({ status: 'found', spot: answer.zeroGamma.roots[2].spot });
    expect(answer).toMatchObject({ side: 'short', signModel: { id: 'naive' } });
    expect(answer.quality.openInterestShare).toBe(1);
  });

  it('computes an amplification only from a volume that comes with its source', async () => {
    const path = goldenChains.find(({ name }) => name === 'deribit_btc')?.path ?? '';
    file('volume.json', readFileSync(path, 'utf8'));
    const volume = ['--daily-volume-usd', '450e9', '--volume-source', 'ES, CME, October 2026'];
    const [told, untold, half, nonsense] = await Promise.all([
      hedgeflow('analyze', 'volume.json', '--json', ...volume, '--contract-usd', '250000'),
      hedgeflow('analyze', 'volume.json', '--json'),
      hedgeflow('analyze', 'volume.json', '--json', ...volume.slice(0, 2)),
      hedgeflow('analyze', 'volume.json', '--json', '--contract-usd', '-1'),
    ]);
    const { hedging, totals } = JSON.parse(told.out);
    const { factor, impact } = hedging.amplification;
    expect(impact.source).toBe('ES, CME, October 2026');
    expect(impact.perUsd).toBeCloseTo(hedging.dailySigma / 450e9, 20);
    expect(factor).toBeCloseTo(1 / (1 + impact.perUsd * 100 * totals.gex), 12);
    for (const { usd, contracts } of hedging.budget.moves)
      expect(contracts).toBeCloseTo(usd / 250_000, 6);
    expect(JSON.parse(untold.out).hedging.amplification).toBeNull();
    expect(half).toMatchObject({ out: '', exitCode: 1 });
    expect(half.err).toMatch(/--volume-source/);
    expect(nonsense.exitCode).not.toBe(0);
  });

  it('answers a series with one object a line, in its order', async () => {
    const later = { ...oneContract, asOf: '2026-03-03T15:30:00Z' };
    const lines = `${JSON.stringify(oneContract)}\n${JSON.stringify(later)}\n`;
    const shown = await hedgeflow('analyze', file('series.jsonl', lines), '--json');
    const answers = shown.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map((answer) => answer.asOf)).toEqual([oneContract.asOf, later.asOf]);
  });

  it('answers a chain without a usable contract with sums of 0 and a withheld flip', async () => {
    const contracts = [{ ...oneContract.contracts[0], iv: null }];
    const content = JSON.stringify({ ...oneContract, contracts });
    const shown = await hedgeflow('analyze', file('unusable.json', content), '--json');
    expect(shown.exitCode).toBe(0);
    const answer = JSON.parse(shown.out);
    expect(answer).toMatchObject({ used: 0, side: null, totals: { gex: 0 } });
    expect(answer.flip).toMatchObject({ status: 'withheld', reason: expect.any(String) });
    expect(answer.walls.callWall).toBeNull();
    expect(answer.zeroGamma).toMatchObject({ roots: [], nearestMaterialRoot: null });
    expect(answer.quality).toMatchObject({ openInterestShare: 0, isPartial: true });
  });

  it('recognises a Deribit book summary by its content', async () => {
    const row = {
      instrument_name: 'BTC-27MAR26-100000-C',
      underlying_price: 100_500,
      underlying_index: 'BTC-27MAR26',
      estimated_delivery_price: 100_000,
      open_interest: 12,
      mark_iv: 45.5,
      creation_timestamp: 1_772_465_400_000,
    };
    const content = JSON.stringify({ jsonrpc: '2.0', result: [row] });
    const shown = await hedgeflow('analyze', file('book.json', content), '--json');
    expect(shown.err).toBe('');
    expect(JSON.parse(shown.out)).toMatchObject({ spot: 100_000, used: 1 });
  });

  it('prints a page for people with unit, sign model, data time and the trade in words', async () => {
    const { out, exitCode } = await hedgeflow('analyze', file('people.json', golden));
    expect(exitCode).toBe(0);
    expect(out).toContain('2026-03-02T15:30:00Z');
    expect(out).toContain('Sign model naive');
    expect(out).toMatch(/Net gamma .*−\$45\.0M per \+1%/);
    expect(out).toMatch(/−1% +99\.00 +sell +\$31\.0M/);
    expect(out).not.toMatch(/NaN|undefined|null|Infinity/);
  });
});

it('the program tells its version', async () => {
  expect(await hedgeflow('--version')).toMatchObject({
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    exitCode: 0,
  });
});

describe('the page for people', () => {
  it('shows no root of a book whose flip is withheld, which the JSON still lists', async () => {
    const document = JSON.parse(golden);
    const contracts = document.contracts.map((contract: object, index: number) =>
      index % 3 === 0 ? { ...contract, iv: null } : contract,
    );
    file('thin.json', JSON.stringify({ ...document, contracts }));
    const [page, json] = await Promise.all([
      hedgeflow('analyze', 'thin.json'),
      hedgeflow('analyze', 'thin.json', '--json'),
    ]);
    const { flip, zeroGamma } = JSON.parse(json.out);
    expect(flip.status).toBe('withheld');
    expect(zeroGamma.roots.length).toBeGreaterThan(0);
    expect(page.out).toMatch(/^Gamma flip +withheld: /m);
    expect(page.out).not.toMatch(/^Roots|turns (?:long|short)/m);
  });

  it('claims no more digits than a book of open interest knows', async () => {
    const path = goldenChains.find(({ name }) => name === 'deribit_btc')?.path ?? '';
    const { out } = await hedgeflow('analyze', file('digits.json', readFileSync(path, 'utf8')));
    const computed = out.split('Gamma by strike')[0]?.split('\nDealers  ')[1] ?? '';
    const numbers = computed.match(/\d[\d,]*(?:\.\d+)?/g) ?? [];
    expect(numbers.length).toBeGreaterThan(40);
    const digits = (number: string) =>
      number.includes('.')
        ? number.replaceAll(/[,.]/g, '').replace(/^0+/, '')
        : number.replaceAll(',', '').replace(/0+$/, '');
    expect(numbers.filter((number) => digits(number).length > 5)).toEqual([]);
  });

  it('calls nothing a wall that messages would not, and counts nothing that is not there', async () => {
    const { out } = await hedgeflow('analyze', file('plain.json', golden));
    expect(out).toContain('anywhere on the chain');
    expect(out).not.toMatch(/\bwall\b/i);
    expect(out).not.toMatch(/\b0 (?:invalid|expired|without)/);
  });
});

describe('input that cannot be analysed', () => {
  const quotes = readFileSync(
    join(import.meta.dirname, '..', 'fixtures', 'cboe', 'english-us.csv'),
    'utf8',
  );
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const broken: readonly (readonly [string, string | Buffer, string])[] = [
    ['empty.json', '', 'is empty'],
    ['blank.csv', ' \n\n', 'is empty'],
    ['cut.json', golden.slice(0, 5_000), 'breaks off at character 5001'],
    ['passwd', 'root:x:0:0:canary:/root\n', 'Deribit book summary'],
    ['secret.json', '{"password": canary}', 'damaged'],
    ['other.csv', 'Instrument,Volume,Open,canary\nBTC-1MAY26-60000-C,-,0.1,\n', 'quote table'],
    ['semicolons.csv', quotes.replaceAll(',', ';'), 'separated by semicolons'],
    ['tabs.csv', quotes.replaceAll(',', '\t'), 'separated by tabs'],
    ['priceless.csv', quotes.replace('Last: 5000.0', 'Last: none'), 'no last price above 0'],
    ['untitled.csv', quotes.slice(quotes.indexOf('Expiration Date')), 'title line'],
    ['rows.csv', quotes.split('\n').slice(0, 4).join('\n'), 'no rows'],
    ['steering.json', '\u001b[2J{', 'not JSON'],
    ['deep.json', deep, 'object'],
    ['spotless.json', JSON.stringify({ ...oneContract, spot: undefined }), 'spot'],
    ['rowless.json', JSON.stringify({ ...oneContract, contracts: 3 }), 'contracts'],
    ['second.jsonl', `${JSON.stringify(oneContract)}\n{"spot":\n`, 'line 2'],
    ['refused.json', '{"jsonrpc":"2.0","error":{"code":10028,"message":"too_many"}}', '10028'],
    ['packed.json.gz', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), 'gzip'],
  ];

  it.each(broken)('is refused in one line with exit 1: %s', async (name, content, named) => {
    const shown = await hedgeflow('analyze', file(name, content), '--json');
    expect(shown).toMatchObject({ out: '', exitCode: 1 });
    expect(shown.err).toMatch(/^hedgeflow analyze: [^\n]+\n$/);
    expect(shown.err).toContain(basename(name));
    expect(shown.err).toContain(named);
    expect(shown.err).not.toContain(dirname(PROGRAM));
    expect(shown.err).not.toContain('\u001b');
    expect(shown.err).not.toContain('canary');
  });

  it.each([
    ['--levels', '0'],
    ['--levels', '2.5'],
    ['--levels', '999999999'],
    ['--range', 'x'],
    ['--range', '1.25,0.75'],
    ['--range', '0,1'],
    ['--sign', 'guess'],
  ])('is an option %s %s as well: one line, exit 1', async (option, value) => {
    const name = file('fine.json', golden);
    const shown = await hedgeflow('analyze', name, '--json', option, value);
    expect(shown).toMatchObject({ out: '', exitCode: 1 });
    expect(shown.err).toMatch(/^hedgeflow: [^\n]+\n$/);
  });

  it('is an unknown command as well', async () => {
    const shown = await hedgeflow('analyse', 'x.json');
    expect(shown).toMatchObject({ out: '', exitCode: 1 });
    expect(shown.err).toMatch(/^hedgeflow: [^\n]+\n$/);
  });
});
