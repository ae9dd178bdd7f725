import type { Coverage } from '../chain/chain.ts';
import type { FeedState } from '../feeds/feed-state.ts';
import { timeOfDay } from '../schedule/time-of-day.ts';
import { FEED_WORDS } from './feed-words.ts';
import { coverageWords } from './lines.ts';
import type { Message } from './message.ts';
import { smallRate } from './numbers.ts';
import { cut } from './sentence-length.ts';
import { age, readerTime } from './times.ts';
import { type CountedTrades, tradesLines } from './trades-lines.ts';
import { describeTraffic, type VenueTraffic } from './venue-traffic.ts';

export type MarketStatus = {
  readonly symbol: string;
  readonly venueName: string;
  /** Delay of the data by the venue's own word, milliseconds. */
  readonly statedDelayMs: number;
  /** Whose terms govern the data, as a sentence. */
  readonly termsOfUse: string;
  /** How asking its venue went since the start. */
  readonly traffic: VenueTraffic;
  /** Age of the newest data, milliseconds; null where none are stored. */
  readonly ageMs: number | null;
  readonly isStale: boolean;
  /** How much of the newest book could be used; null where none is stored. */
  readonly coverage: Coverage | null;
  /** Funding of the perpetual over the last 8 hours, fraction; null where none is known. */
  readonly funding8h: number | null;
  /** What is wrong with the data now. */
  readonly faults: readonly FeedState[];
  /** Why alerts on it wait, as a phrase; null where they are judged. */
  readonly alertsWait: string | null;
  /** What was seen of its trades; null where none are read. */
  readonly trades: CountedTrades | null;
  /** The newest poll; null before the first. */
  readonly poll: {
    readonly state: string;
    readonly atMs: number;
    readonly detail: string | null;
  } | null;
};

export type DeliveryStatus = {
  readonly kind: 'alert' | 'summary' | 'notice';
  readonly channelId: string;
  readonly state: string;
  readonly reason: string | null;
  readonly atMs: number;
};

export type Status = {
  readonly markets: readonly MarketStatus[];
  /** Messages of all servers that wait, and those kept that were never delivered. */
  readonly waiting: number;
  readonly failed: number;
  /** Newest first, of this server. */
  readonly deliveries: readonly DeliveryStatus[];
  readonly alertCount: number;
  readonly summaries: readonly {
    readonly symbol: string;
    readonly channelId: string;
    readonly minuteOfDay: number;
    readonly zone: string;
  }[];
  /** Where notices about the data go; null where nowhere. */
  readonly adminChannelId: string | null;
};

/** Of one market; when more is wrong with it, nobody reads on. */
const FAULTS_SHOWN_MAX = 3;

/** A reason is a hint, not a report: more would push the rest off a phone's screen. */
const REASON_LENGTH_MAX = 120;

/** As every sentence that a phone shows. */
const HEADLINE_LENGTH_MAX = 120;

function pollWords({ poll }: MarketStatus): string {
  if (poll === null) return 'not polled yet';
  // Of a poll that worked the data themselves tell more than its record.
  const detail =
    poll.detail === null || poll.state === 'done' ? '' : `: ${cut(poll.detail, REASON_LENGTH_MAX)}`;
  return `poll ${poll.state} ${readerTime(poll.atMs, 't')}${detail}`;
}

function marketLine(market: MarketStatus): string {
  const { symbol, venueName, ageMs, isStale, alertsWait, faults, coverage, funding8h } = market;
  const data =
    ageMs === null ? 'no data yet' : `data ${age(ageMs)} old${isStale ? ', **stale**' : ''}`;
  const used = coverage === null ? [] : [coverageWords(coverage)];
  const funding = funding8h === null ? [] : [`funding ${smallRate(funding8h)} per 8 h`];
  // Staleness and faults are told in words of their own.
  const isSaid = isStale || faults.length > 0 || alertsWait === null;
  const waits = isSaid ? [] : [`alerts wait: ${cut(alertsWait, REASON_LENGTH_MAX)}`];
  return `**${symbol}** (${venueName}) ${[data, ...waits, pollWords(market), ...used, ...funding].join(' · ')}`;
}

function faultLines({ symbol, faults }: MarketStatus): readonly string[] {
  return faults
    .slice(0, FAULTS_SHOWN_MAX)
    .map(
      ({ kind, sinceMs, detail }) =>
        `**${symbol}: ${FEED_WORDS[kind].name}** since ${readerTime(sinceMs, 'f')}, alerts wait: ${cut(detail, REASON_LENGTH_MAX)}`,
    );
}

/** Each venue once: how late its data are at best, how asking it went, and on what terms they are had. */
function sourceLines(markets: readonly MarketStatus[]): readonly string[] {
  const venues = new Map(markets.map((market) => [market.venueName, market]));
  return [...venues.values()].map(({ venueName, statedDelayMs, termsOfUse, traffic }) => {
    const delay = statedDelayMs === 0 ? 'no delay' : `${age(statedDelayMs)} late by its own word`;
    return `**${venueName}** ${delay} · ${describeTraffic(traffic)}. ${termsOfUse}`;
  });
}

function deliveryLine({ kind, channelId, state, reason, atMs }: DeliveryStatus): string {
  const why = reason === null ? '' : `: ${cut(reason, REASON_LENGTH_MAX)}`;
  return `${readerTime(atMs, 'f')} ${kind} → <#${channelId}> ${state}${why}`;
}

function deliveryLines(deliveries: readonly DeliveryStatus[]): readonly string[] {
  if (deliveries.length === 0) return ['**Deliveries here** none yet'];
  return ['**Deliveries here**, newest first', ...deliveries.map(deliveryLine)];
}

function settingLines({ alertCount, summaries, adminChannelId }: Status): readonly string[] {
  const alerts =
    alertCount === 0
      ? '**Alerts here** none; /alert add starts one'
      : `**Alerts here** ${alertCount}; /alert list shows them`;
  const daily = summaries.map(
    ({ symbol, channelId, minuteOfDay, zone }) =>
      `${symbol} → <#${channelId}> ${timeOfDay(minuteOfDay)} ${zone}`,
  );
  const listed = daily.length === 0 ? 'none; /summary set starts one' : daily.join(' · ');
  const notices =
    adminChannelId === null
      ? 'none; /admin-channel set names one, to hear when data go wrong'
      : `<#${adminChannelId}>`;
  return [alerts, `**Summaries here** ${listed}`, `**Admin channel** ${notices}`];
}

function namesOf(markets: readonly MarketStatus[]): string {
  return markets.map(({ symbol }) => symbol).join(', ');
}

/** What holds alerts back on fresh data without a fault: for one reason it is named, for several the lines name them. */
function waitingHeadline(markets: readonly MarketStatus[]): string | null {
  const waiting = markets.filter(({ alertsWait }) => alertsWait !== null);
  const [first] = waiting;
  if (first === undefined) return null;
  const below = `Alerts on ${namesOf(waiting)} wait. The lines below say why.`;
  if (waiting.some(({ alertsWait }) => alertsWait !== first.alertsWait)) return below;
  const why = `${namesOf(waiting)}: alerts wait, ${first.alertsWait}.`;
  return why.length <= HEADLINE_LENGTH_MAX ? why : below;
}

function headline({ markets, deliveries }: Status): string {
  const silent = markets.filter(({ ageMs, isStale }) => ageMs === null || isStale);
  if (silent.length > 0)
    return `No fresh data for ${namesOf(silent)}: alerts wait until they are. The lines below say why.`;
  const faulty = markets.filter(({ faults }) => faults.length > 0);
  if (faulty.length > 0)
    return `Faults in the data of ${namesOf(faulty)}: alerts wait until they are over. The lines below say which.`;
  const isUndelivered = deliveries.some(
    ({ state, reason }) =>
      state === 'dead' || state === 'expired' || (state === 'pending' && reason !== null),
  );
  if (isUndelivered)
    return 'Data are fresh, but messages of this server could not be delivered. The lines below say why.';
  return waitingHeadline(markets) ?? 'All data are fresh and deliveries here work.';
}

/** Answer to `/status`: what works, what does not, and why. */
export function statusAnswer(status: Status): Message {
  return {
    content: headline(status),
    embed: {
      title: 'Status',
      lines: [
        ...settingLines(status),
        ...deliveryLines(status.deliveries),
        ...status.markets.flatMap((market) => [
          marketLine(market),
          ...faultLines(market),
          ...tradesLines(market.symbol, market.trades),
        ]),
        `**Outbox** ${status.waiting} waiting, ${status.failed} given up in 30 days, all servers`,
        ...sourceLines(status.markets),
      ],
      footer:
        'A channel that fails usually lacks a permission: View Channel, Send Messages, Embed Links, Attach Files.',
      tone: 'none',
    },
    chart: null,
    buttons: [],
  };
}
