import { inhibition } from '../core/alerts/inhibit.ts';
import type { Outgoing } from '../core/delivery/outgoing.ts';
import { isWithheld } from '../core/exposure/grade.ts';
import type { Clock } from '../core/schedule/clock.ts';
import { type DailyOccasion, latestOccasion } from '../core/schedule/due.ts';
import type { Message } from '../core/text/message.ts';
import { noSummaryMessage } from '../core/text/no-summary-message.ts';
import { summaryMessage } from '../core/text/summary-message.ts';
import type { MarketView } from '../core/text/view.ts';
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
/** The poll of the very minute is on its way: worth this wait, as it has the morning's own data. */
const OWN_POLL_MS_MAX = 60_000;
/** A summary that could not be posted within two hours of its time is not a morning summary any more. */
const SUMMARY_LIFETIME_MS = 2 * 3_600_000;

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
    expiresAtMs: occasion.dueMs + 2 * SUMMARY_LIFETIME_MS,
  };
}

/** Levels that may be posted: there, fresh, from most of the book and not withheld. */
function isReady(view: MarketView | null): view is MarketView {
  if (view === null) return false;
  const reason = inhibition(view.levels, view);
  return reason !== 'stale' && reason !== 'partial' && !isWithheld(view.levels.grade);
}

/**
 * Posts each channel's summary once a local day. While levels are stale or partial it waits, at most two hours; then it
 * says in one line that there is none today. When the bot was down all that time, the day is recorded as missed and not
 * made up for.
 */
export function createMorningSummary(parts: Parts): Job {
  const { store, markets, clock, pollMs, wakeDelivery } = parts;
  const startedMs = clock.nowMs();

  async function dueFor(setting: SummarySetting, nowMs: number): Promise<readonly DueRun[]> {
    const occasion = latestOccasion(setting, nowMs);
    const entry = markets.find(setting.symbol);
    if (occasion === null || entry === undefined) return [];
    const job = `morning-summary:${setting.channelId}:${setting.symbol}`;
    const slot = slotOf(setting, occasion);
    if ((await store.latestRun(job))?.slot === slot) return [];
    const view = await readMarketView(store, entry.listing, { nowMs, pollMs });
    const common = { job, slot, deadlineMs: SUMMARY_DEADLINE_MS };
    if (occasion.kind === 'missed')
      return [
        {
          ...common,
          recorded: 'before',
          async run() {
            if (startedMs >= occasion.dueMs + SUMMARY_LIFETIME_MS)
              return { state: 'missed', detail: 'the bot was not running then' };
            const message = isReady(view)
              ? summaryMessage(view, { late: true, zone: setting.zone })
              : noSummaryMessage(entry.listing, view);
            await store.enqueue([outgoing(setting, occasion, message)], null, clock.nowMs());
            wakeDelivery();
            return { state: 'missed', detail: 'no usable levels within two hours' };
          },
        },
      ];
    if (!isReady(view)) return [];
    const isBeforeTime = view.levels.dataTimeMs < occasion.dueMs;
    if (isBeforeTime && nowMs - occasion.dueMs < OWN_POLL_MS_MAX) return [];
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

  return {
    async due(nowMs) {
      const settings = await store.allSummaries();
      const due = await Promise.all(settings.map((setting) => dueFor(setting, nowMs)));
      return due.flat();
    },
  };
}
