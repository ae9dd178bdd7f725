import { inhibition } from '../core/alerts/inhibit.ts';
import type { Outgoing } from '../core/delivery/outgoing.ts';
import { isWithheld } from '../core/exposure/grade.ts';
import type { Clock } from '../core/schedule/clock.ts';
import { type DailyOccasion, latestOccasion, occasionLifetimeMs } from '../core/schedule/due.ts';
import { awaitsOpenInterest } from '../core/schedule/open-interest.ts';
import { pollSlot } from '../core/schedule/poll-slot.ts';
import type { Message } from '../core/text/message.ts';
import { noSummaryMessage, summaryWithheldMessage } from '../core/text/no-summary-message.ts';
import { summaryMessage } from '../core/text/summary-message.ts';
import type { MarketView } from '../core/text/view.ts';
import type { Listing } from '../markets/market.ts';
import type { MarketRegistry } from '../markets/registry.ts';
import { readMarketView } from '../store/market-view.ts';
import type { Store, SummarySetting } from '../store/store.ts';
import type { DueRun, Job } from './job.ts';

type Parts = {
  readonly store: Store;
  readonly markets: MarketRegistry;
  readonly clock: Clock;
  readonly pollMs: number;
  readonly wakeDelivery: () => void;
};

/** Reading the store and one insert. */
const SUMMARY_DEADLINE_MS = 10_000;
/** The poll of the very minute is on its way: worth a wait until it is done, as it has the morning's own data. */
const OWN_POLL_MS_MAX = 60_000;
/** Discord may be away for this long after a summary's time before it is too late to deliver it. */
const DELIVERY_MS_MAX = 4 * 3_600_000;

/** Date and time of day: moved to a later hour, a summary comes at that hour today as well, as its answer promised. */
function slotOf({ minuteOfDay }: SummarySetting, { slot }: DailyOccasion): string {
  return `${slot}/${minuteOfDay}`;
}

function outgoing(setting: SummarySetting, occasion: DailyOccasion, message: Message): Outgoing {
  return {
    dedupeKey: `summary:${setting.channelId}:${setting.symbol}:${slotOf(setting, occasion)}`,
    channelId: setting.channelId,
    guildId: setting.guildId,
    kind: 'summary',
    message,
    edits: null,
    silent: false,
    mentionRoleId: null,
    expiresAtMs: occasion.dueMs + DELIVERY_MS_MAX,
  };
}

/** Levels that a morning's open interest would make ready: there, fresh, from most of the book and not withheld. */
function isUsable(view: MarketView | null): view is MarketView {
  if (view === null) return false;
  const reason = inhibition(view.levels, view);
  return reason !== 'stale' && reason !== 'partial' && !isWithheld(view.levels.grade);
}

/**
 * Posts each channel's summary once a local day. While levels are stale or partial it waits, at most two hours, in
 * New York one; then it says in one line that there is none today. Where only the morning's open interest is missing it
 * says so at once and waits as well. When the bot was down all that time, the day is recorded as missed and not
 * made up for.
 */
export function createMorningSummary(parts: Parts): Job {
  const { store, markets, clock, pollMs, wakeDelivery } = parts;
  const startedMs = clock.nowMs();

  async function dueFor(setting: SummarySetting, nowMs: number): Promise<readonly DueRun[]> {
    const entry = markets.find(setting.symbol);
    if (entry === undefined) return [];
    const { listing } = entry;
    const occasion = latestOccasion(setting, nowMs, listing.hours);
    if (occasion === null) return [];
    const job = `morning-summary:${setting.channelId}:${setting.symbol}`;
    const slot = slotOf(setting, occasion);
    if ((await store.latestRun(job))?.slot === slot) return [];
    const view = await readMarketView(store, listing, { nowMs, pollMs });
    const endMs = occasion.dueMs + occasionLifetimeMs(listing.hours);
    const common = { job, slot, deadlineMs: SUMMARY_DEADLINE_MS };
    const isReady = isUsable(view) && !awaitsOpenInterest(view);
    if (occasion.kind === 'missed')
      return [
        {
          ...common,
          recorded: 'before',
          async run() {
            if (startedMs >= endMs)
              return { state: 'missed', detail: 'the bot was not running then' };
            const message = isReady
              ? summaryMessage(view, { late: true, zone: setting.zone })
              : noSummaryMessage(listing, view);
            await store.enqueue([outgoing(setting, occasion, message)], null, clock.nowMs());
            wakeDelivery();
            return { state: 'missed', detail: 'no usable levels in time' };
          },
        },
      ];
    if (!isUsable(view)) return [];
    const isBeforeTime = view.levels.dataTimeMs < occasion.dueMs;
    const mayWait = isBeforeTime && nowMs - occasion.dueMs < OWN_POLL_MS_MAX;
    if (mayWait && (await isPollAhead(listing, nowMs))) return [];
    if (!isReady) return noticeFor(setting, occasion, summaryWithheldMessage(view, endMs));
    return [
      {
        ...common,
        recorded: 'with-result',
        async run() {
          const late = occasion.kind === 'late';
          const message = summaryMessage(view, { late, zone: setting.zone });
          await store.enqueue([outgoing(setting, occasion, message)], { job, slot }, clock.nowMs());
          wakeDelivery();
          return { state: 'done', detail: late ? 'late' : null };
        },
      },
    ];
  }

  /** Whether the poll of this interval is still to come or under way. */
  async function isPollAhead({ symbol, hours }: Listing, nowMs: number): Promise<boolean> {
    const latest = await store.latestRun(`poll-market:${symbol}`);
    return latest?.slot !== pollSlot(hours, nowMs, pollMs) || latest.state === 'running';
  }

  /** The line that the summary has to wait, once a morning. */
  async function noticeFor(
    setting: SummarySetting,
    occasion: DailyOccasion,
    message: Message,
  ): Promise<readonly DueRun[]> {
    const job = `summary-notice:${setting.channelId}:${setting.symbol}`;
    const slot = slotOf(setting, occasion);
    if ((await store.latestRun(job))?.slot === slot) return [];
    const summaryRow = outgoing(setting, occasion, message);
    const row = { ...summaryRow, dedupeKey: `${summaryRow.dedupeKey}:withheld` };
    return [
      {
        job,
        slot,
        deadlineMs: SUMMARY_DEADLINE_MS,
        recorded: 'with-result',
        async run() {
          await store.enqueue([row], { job, slot }, clock.nowMs());
          wakeDelivery();
          return { state: 'done', detail: 'open interest is not out yet' };
        },
      },
    ];
  }

  return {
    async due(nowMs) {
      const settings = await store.allSummaries();
      const due = await Promise.all(settings.map((setting) => dueFor(setting, nowMs)));
      return due.flat();
    },
  };
}
