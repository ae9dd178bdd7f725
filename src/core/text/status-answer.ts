import type { FeedState } from '../feeds/feed-state.ts';
import { timeOfDay } from '../schedule/time-of-day.ts';
import type { TradesSeen } from '../trades/positions.ts';
import { FEED_WORDS } from './feed-words.ts';
import type { Message } from './message.ts';
import { cut } from './sentence-length.ts';
import { age, readerTime } from './times.ts';
import { tradesLines } from './trades-lines.ts';
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
  /** What is wrong with the data now. */
  readonly faults: readonly FeedState[];
  /** What was seen of its trades; null where none are read. */
  readonly trades: Pick<TradesSeen, 'sinceMs' | 'gap'> | null;
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

function marketLine({ symbol, venueName, ageMs, isStale, poll }: MarketStatus): string {
  const data =
    ageMs === null ? 'no data yet' : `data ${age(ageMs)} old${isStale ? ', **stale**' : ''}`;
  if (poll === null) return `**${symbol}** (${venueName}) ${data} · not polled yet`;
  const detail = poll.detail === null ? '' : `: ${cut(poll.detail, REASON_LENGTH_MAX)}`;
  return `**${symbol}** (${venueName}) ${data} · poll ${poll.state} ${readerTime(poll.atMs, 't')}${detail}`;
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
    const delay = statedDelayMs === 0 ? 'live' : `${age(statedDelayMs)} late by its own word`;
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

function headline({ markets, deliveries }: Status): string {
  const silent = markets.filter(({ ageMs, isStale }) => ageMs === null || isStale);
  if (silent.length > 0) {
    const names = silent.map(({ symbol }) => symbol).join(', ');
    return `No fresh data for ${names}: alerts wait until they are. The lines below say why.`;
  }
  const faulty = markets.filter(({ faults }) => faults.length > 0);
  if (faulty.length > 0) {
    const names = faulty.map(({ symbol }) => symbol).join(', ');
    return `Faults in the data of ${names}: alerts wait until they are over. The lines below say which.`;
  }
  return deliveries.some(
    ({ state, reason }) =>
      state === 'dead' || state === 'expired' || (state === 'pending' && reason !== null),
  )
    ? 'Data are fresh, but messages of this server could not be delivered. The lines below say why.'
    : 'All data are fresh and deliveries here work.';
}

/** Answer to `/status`: what works, what does not, and why. */
export function statusAnswer(status: Status): Message {
  return {
    content: headline(status),
    embed: {
      title: 'Status',
      lines: [
        ...status.markets.flatMap((market) => [
          marketLine(market),
          ...faultLines(market),
          ...tradesLines(market.symbol, market.trades),
        ]),
        ...sourceLines(status.markets),
        `**Outbox** ${status.waiting} waiting, ${status.failed} given up in 30 days, all servers`,
        ...settingLines(status),
        ...deliveryLines(status.deliveries),
      ],
      footer:
        'A channel that fails usually lacks a permission: View Channel, Send Messages, Embed Links, Attach Files.',
      tone: 'none',
    },
    chart: null,
    buttons: [],
  };
}
