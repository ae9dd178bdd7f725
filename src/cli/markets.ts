import type { Command } from 'commander';
import type { QuotedChain } from '../core/chain/chain.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { describeFetchFailure } from '../core/text/fetch-failure.ts';
import { age } from '../core/text/times.ts';
import { describeTraffic } from '../core/text/venue-traffic.ts';
import { configuredMarkets } from '../markets/configured-markets.ts';
import type { FetchFailure, Listing } from '../markets/market.ts';
import { AHEAD_MS_TOLD } from './input-source.ts';
import { printAnswer } from './print-answer.ts';
import { formatTable } from './table.ts';
import { venueSettings } from './venue-settings.ts';

/** One chain of each market, side by side; a person waits for the slowest. */
const FETCH_MS_MAX = 60_000;

type Table = { readonly text: string; readonly allAnswer: boolean };

/** Adds `markets`: what is configured, whether it answers, and how old its data are; exit code 1 where one does not answer. */
export function registerMarkets(program: Command): void {
  program
    .command('markets')
    .description('the configured markets: whether each answers, and how old its data are')
    .action(async () => {
      const table = await marketsTable();
      printAnswer('markets', table.ok ? ok(table.value.text) : table);
      if (table.ok && !table.value.allAnswer) process.exitCode = 1;
    });
}

async function marketsTable(): Promise<Result<Table, string>> {
  const settings = venueSettings('markets');
  if (!settings.ok) return settings;
  const markets = configuredMarkets(settings.value, Date.now);
  if (!markets.ok) return fail(`MARKETS: ${markets.failure}`);
  const signal = AbortSignal.timeout(FETCH_MS_MAX);
  const asked = await Promise.all(
    markets.value.listings.map(async (listing) => {
      const entry = markets.value.find(listing.symbol);
      if (entry === undefined) throw new Error(`${listing.symbol} is listed and not found`);
      const fetched = await entry.market.fetchChain(listing.symbol, signal);
      return { isAnswered: fetched.ok, row: rowOf(listing, fetched) };
    }),
  );
  const names = ['symbol', 'venue', 'answers', 'contracts', 'age', 'delay by its own word'];
  const venues = new Map(
    markets.value.listings.flatMap(({ symbol, venueName }) => {
      const entry = markets.value.find(symbol);
      return entry === undefined ? [] : [[venueName, entry] as const];
    }),
  );
  return ok({
    allAnswer: asked.every(({ isAnswered }) => isAnswered),
    text: [
      formatTable([names, ...asked.map(({ row }) => row)]),
      ...[...venues].flatMap(([venueName, { market, listing }]) => [
        `${venueName}: ${describeTraffic(market.metrics())}`,
        `${venueName}: ${listing.termsOfUse}`,
      ]),
    ].join('\n'),
  });
}

function rowOf(
  { symbol, venueName, statedDelayMs }: Listing,
  fetched: Result<QuotedChain, FetchFailure>,
): readonly string[] {
  const delay = statedDelayMs === 0 ? 'none' : age(statedDelayMs);
  if (!fetched.ok) {
    return [symbol, venueName, describeFetchFailure('it', fetched.failure), '', '', delay];
  }
  const { contracts, asOfMs } = fetched.value;
  const ageMs = Date.now() - asOfMs;
  const words =
    ageMs > -AHEAD_MS_TOLD
      ? age(Math.max(0, ageMs))
      : `${age(-ageMs)} ahead of this machine's clock`;
  return [symbol, venueName, 'yes', String(contracts.length), words, delay];
}
