import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli-process.ts';
import { anExchange } from '../support/practice-market.ts';

const folder = mkdtempSync(join(tmpdir(), 'hedgeflow-live-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An exchange on today's clock, as the program's own. */
async function aLiveExchange() {
  const { exchange } = await anExchange({ nowMs: () => Date.now() });
  const run = (...words: readonly string[]) =>
    runCli(words, { folder, variables: { DERIBIT_URL: exchange.url } });
  return { exchange, run };
}

describe('fetch', () => {
  it('prints one chain with its grade, unit and sign model, and needs no Discord token', async () => {
    const { run } = await aLiveExchange();
    const { out, err, exitCode } = await run('fetch', 'btc');
    expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 });
    expect(out).toMatch(/^Grade [A-F]/m);
    expect(out).toContain('Sign model naive');
    expect(out).toContain('per +1%');
  });

  it('saves what analyze reads to the same flip', async () => {
    const { exchange, run } = await aLiveExchange();
    const saved = await run('fetch', 'BTC', '--save', 'btc.json');
    expect(saved).toMatchObject({ err: '', exitCode: 0 });
    const { out } = await runCli(['analyze', 'btc.json', '--json'], { folder });
    const { flip, spot } = JSON.parse(out);
    const trueFlip = exchange.zeroGammaUsd('BTC');
    expect(trueFlip).toBeDefined();
    // Spot moves between the fetch and the question; the flip of a book with fixed vols hardly does.
    expect(Math.abs(flip.spot / Number(trueFlip) - 1)).toBeLessThan(1e-3);
    expect(spot).toBeGreaterThan(0);
  });

  it('never overwrites a file', async () => {
    const { run } = await aLiveExchange();
    await run('fetch', 'BTC', '--save', 'kept.json');
    const before = readFileSync(join(folder, 'kept.json'), 'utf8');
    const again = await run('fetch', 'ETH', '--save', 'kept.json');
    expect(again).toMatchObject({ out: '', exitCode: 1 });
    expect(again.err).toContain('exists already');
    expect(readFileSync(join(folder, 'kept.json'), 'utf8')).toBe(before);
  });

  it('says that a coin is not listed where the exchange knows no index of it', async () => {
    const { run } = await aLiveExchange();
    const { err, exitCode } = await run('fetch', 'DOGE_USDC');
    expect({ err, exitCode }).toEqual({
      err: 'hedgeflow fetch: Deribit lists no options under this symbol\n',
      exitCode: 1,
    });
  });

  it('says in one line what the venue did', async () => {
    const { exchange, run } = await aLiveExchange();
    exchange.fault({ path: 'get_book_summary', kind: 'status', status: 404 });
    const { out, err, exitCode } = await run('fetch', 'BTC');
    expect({ out, exitCode }).toEqual({ out: '', exitCode: 1 });
    expect(err.trim().split('\n')).toEqual([
      expect.stringContaining('Deribit answered with error 11051'),
    ]);
  });
});

describe('markets', () => {
  it('names each configured market, whether it answers and how old its data are', async () => {
    const { exchange, run } = await aLiveExchange();
    exchange.fault({
      path: 'get_book_summary_by_currency?currency=ETH',
      kind: 'status',
      status: 404,
    });
    const { out, exitCode } = await run('markets');
    expect(exitCode).toBe(1);
    expect(out).toMatch(/BTC +Deribit +yes +\d+ +\d+ s +none/);
    expect(out).toMatch(/ETH +Deribit +it answered with error 11051/);
    expect(out).toMatch(/^Deribit: \d+ requests · failed: 1 venue-error · \d+ ms/m);
  });

  it('reads the bot’s own settings, over which the environment wins, and tells of slips in them', async () => {
    const { exchange } = await aLiveExchange();
    const own = mkdtempSync(join(folder, 'settings-'));
    writeFileSync(join(own, '.env'), `DERIBIT_URL=${exchange.url}\nMARKETS=ETH\nPOLL_SECOND=9\n`);
    const [byFile, byBoth] = await Promise.all([
      runCli(['markets'], { folder: own }),
      runCli(['markets'], { folder: own, variables: { MARKETS: 'BTC' } }),
    ]);
    expect(byFile).toMatchObject({
      out: expect.stringMatching(/^ *ETH +Deribit +yes/m),
      err: 'hedgeflow markets: POLL_SECOND is no setting and is ignored; did you mean POLL_SECONDS?\n',
      exitCode: 0,
    });
    expect(byFile.out).not.toContain('BTC');
    expect(byBoth.out).toMatch(/^ *BTC +Deribit +yes/m);
    expect(byBoth.out).not.toContain('ETH');
  });

  it('never calls data of the future fresh', async () => {
    const { exchange } = await anExchange({ nowMs: () => Date.now() + 12 * 60_000 });
    const variables = { DERIBIT_URL: exchange.url, MARKETS: 'BTC' };
    const [asked, fetched] = await Promise.all([
      runCli(['markets'], { folder, variables }),
      runCli(['fetch', 'BTC'], { folder, variables }),
    ]);
    expect(asked.out).toMatch(/BTC +Deribit +yes +\d+ +1[12] min ahead of this machine's clock/);
    expect(fetched.out).toMatch(
      /^CLOCK: the data time is 1[12] min ahead of this machine's clock/m,
    );
  });

  it('reads no secret and prints none', async () => {
    const { exchange } = await aLiveExchange();
    const variables = { DERIBIT_URL: exchange.url, TRADIER_TOKEN: 'a-canary' };
    const { out, err } = await runCli(['markets'], { folder, variables });
    expect(out + err).not.toContain('a-canary');
  });
});
