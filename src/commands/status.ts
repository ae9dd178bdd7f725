import { alertsWaitFor } from '../core/text/alerts-wait.ts';
import { type MarketStatus, statusAnswer } from '../core/text/status-answer.ts';
import type { Listing, Market } from '../markets/market.ts';
import { readMarketView } from '../store/market-view.ts';
import type { OutboxRow } from '../store/store.ts';
import type { Command, CommandContext } from './command.ts';

/** Enough to see a pattern, few enough for a phone. */
const DELIVERIES_SHOWN = 6;

/** How far trades are counted; the cursor of a quiet market follows behind, so that only a failing read is an outage. */
async function countedTrades(
  symbol: string,
  { store, clock, pollMs }: CommandContext,
): Promise<MarketStatus['trades']> {
  const [seen, run] = await Promise.all([
    store.positions(symbol),
    store.latestRun(`poll-trades:${symbol}`),
  ]);
  if (seen === null) return null;
  const { sinceMs, cursorMs, gap } = seen;
  const isBehind = run?.state !== 'done' && clock.nowMs() - cursorMs > pollMs;
  return { sinceMs, cursorMs, gap, isBehind };
}

async function marketStatus(
  { listing, market }: { readonly listing: Listing; readonly market: Market },
  context: CommandContext,
): Promise<MarketStatus> {
  const { store, clock, pollMs } = context;
  const { symbol, venueName, statedDelayMs, termsOfUse } = listing;
  const [view, run, feed, trades] = await Promise.all([
    readMarketView(store, listing, { nowMs: clock.nowMs(), pollMs }),
    store.latestRun(`poll-market:${symbol}`),
    store.feedStates(symbol),
    countedTrades(symbol, context),
  ]);
  const faults = feed.filter(({ status }) => status === 'holding');
  return {
    symbol,
    venueName,
    statedDelayMs,
    termsOfUse,
    traffic: market.metrics(),
    ageMs: view?.ageMs ?? null,
    isStale: view?.isStale ?? false,
    coverage: view?.levels.coverage ?? null,
    funding8h: view?.levels.funding8h ?? null,
    faults,
    alertsWait: view === null ? null : alertsWaitFor(view, faults),
    trades,
    poll: run === null ? null : { state: run.state, atMs: run.startedAtMs, detail: run.detail },
  };
}

function deliveryStatus({ kind, channelId, state, reason, createdAtMs }: OutboxRow) {
  return { kind, channelId, state, reason: state === 'sent' ? null : reason, atMs: createdAtMs };
}

/** `/status`: age of the data, last polls, what is being delivered and what is set up here. */
export const status: Command = {
  kind: 'single',
  name: 'status',
  description: 'Age of the data, deliveries and what is set up here',
  needs: 'anyone',
  options: [],
  async run({ guildId }, context) {
    const { store, markets } = context;
    const [perMarket, outbox, rows, rules, summaries, adminChannelId] = await Promise.all([
      Promise.all(
        markets.listings
          .flatMap(({ symbol }) => markets.find(symbol) ?? [])
          .map((entry) => marketStatus(entry, context)),
      ),
      store.outboxStatus(),
      store.recentOutbox(guildId, DELIVERIES_SHOWN),
      store.rulesOfGuild(guildId),
      store.summariesOfGuild(guildId),
      store.adminChannel(guildId),
    ]);
    const { pending, sending, dead, expired } = outbox.counts;
    return statusAnswer({
      markets: perMarket,
      waiting: pending + sending,
      failed: dead + expired,
      deliveries: rows.map(deliveryStatus),
      alertCount: rules.length,
      summaries,
      adminChannelId,
    });
  },
};
