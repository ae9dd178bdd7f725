import type { FlipCrossState, Rule } from '../core/alerts/rule.ts';
import type { QuotedChain } from '../core/chain/chain.ts';
import type { Levels } from '../core/exposure/levels.ts';
import type { DailyClose } from '../core/exposure/realised-vol.ts';
import type { FeedState } from '../core/feeds/feed-state.ts';
import type { Message } from '../core/text/message.ts';
import type { TradeGap, TradesSeen } from '../core/trades/positions.ts';
import type { Trade } from '../core/trades/trade.ts';

export type StoredLevels = { readonly snapshotId: number; readonly levels: Levels };

/** A rule with its state; the version guards against a change in between. */
export type RuleWithState = {
  readonly rule: Rule;
  readonly state: FlipCrossState;
  readonly version: number;
  /** The message of the outbox row that `state.open` names, as it was sent; null where nothing is open or kept. */
  readonly openAlert: Message | null;
};

/** A message to be sent: `post` a new one, or `edit` the one that an earlier row posted. */
export type NewOutboxRow = {
  /** Names the event and the channel. The same key is never inserted twice. */
  readonly dedupeKey: string;
  readonly channelId: string;
  readonly guildId: string;
  readonly kind: 'alert' | 'summary' | 'notice';
  readonly message: Message;
  /** Dedupe key of the posted row that this one edits; null for a new post. */
  readonly edits: string | null;
  readonly silent: boolean;
  readonly mentionRoleId: string | null;
  readonly expiresAtMs: number;
};

export type OutboxState = 'pending' | 'sending' | 'sent' | 'dead' | 'expired';

export type OutboxRow = NewOutboxRow & {
  readonly id: number;
  readonly state: OutboxState;
  readonly nonce: string;
  readonly attempts: number;
  readonly nextAtMs: number;
  /** When it was first claimed; null before that. */
  readonly firstTriedAtMs: number | null;
  readonly messageId: string | null;
  /** Message id of the row that this one edits, once that was sent. */
  readonly editsMessageId: string | null;
  /** State of the row that this one edits. */
  readonly editsState: OutboxState | null;
  readonly reason: string | null;
  readonly createdAtMs: number;
};

export type Settlement =
  | { readonly kind: 'sent'; readonly messageId: string }
  | {
      readonly kind: 'retry';
      readonly atMs: number;
      readonly countsAsAttempt: boolean;
      readonly reason: string;
    }
  | { readonly kind: 'dead'; readonly reason: string }
  | { readonly kind: 'expired'; readonly reason: string };

/** The faults of one symbol's data after a poll, in the place of those before, with the messages that tell of them. */
export type FeedUpdate = {
  readonly symbol: string;
  readonly states: readonly FeedState[];
  readonly outbox: readonly NewOutboxRow[];
};

/** One rule moved on, with its messages. */
export type RuleTransition = {
  readonly ruleId: number;
  /** The version that was read; the transition is dropped where it no longer holds or the rule is gone. */
  readonly version: number;
  readonly state: FlipCrossState;
  readonly outbox: readonly NewOutboxRow[];
};

/** What one poll leaves behind, written in one transaction. */
export type Observation = {
  readonly chain: QuotedChain;
  readonly levels: Levels;
  /** Whether its open interest can be relied on: only then are positions counted by it, for good. */
  readonly isSound: boolean;
  readonly transitions: readonly RuleTransition[];
  readonly feed: FeedUpdate;
};

/** A channel's morning summary. */
export type SummarySetting = {
  readonly channelId: string;
  readonly guildId: string;
  readonly symbol: string;
  /** Minutes after local midnight, 0..1439. */
  readonly minuteOfDay: number;
  /** IANA zone. */
  readonly zone: string;
  /** When it was set: earlier slots are nobody's. */
  readonly setAtMs: number;
};

export type RunState = 'running' | 'done' | 'failed' | 'missed' | 'interrupted';

export type Run = {
  readonly job: string;
  readonly slot: string;
  readonly state: RunState;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly detail: string | null;
};

/** Trades of one symbol, in any order; those counted before are left alone. */
export type TradeBatch = {
  readonly symbol: string;
  readonly trades: readonly Trade[];
  /** Up to here the venue has told every trade; null where trades came ahead of that. */
  readonly cursorMs: number | null;
  /** What the venue could no longer tell; null where nothing. Counting begins anew at its end, wherever the cursor was. */
  readonly gap: TradeGap | null;
};

/** All that outlives the process. Each method is one transaction; a full disk or a lock throws and changes nothing. */
export interface Store {
  /** Snapshot, levels, positions, rule states, faults of the feed and outbox rows together; returns the snapshot's id. */
  recordObservation(observation: Observation, nowMs: number): Promise<number>;
  /** Rule states and outbox rows of a reading that leaves no snapshot. */
  recordTransitions(transitions: readonly RuleTransition[], nowMs: number): Promise<void>;
  latestLevels(symbol: string): Promise<StoredLevels | null>;
  /** The newest levels whose data time is at or before the instant. */
  levelsAt(symbol: string, atMs: number): Promise<StoredLevels | null>;
  /** Net gamma at the last levels of each UTC day whose data time lies before the instant, newest first; none of a day whose last were withheld. */
  dailyNetGamma(symbol: string, beforeMs: number, limit: number): Promise<readonly number[]>;
  /** Spot at the same levels, newest first. */
  dailyCloses(symbol: string, beforeMs: number, limit: number): Promise<readonly DailyClose[]>;
  chain(snapshotId: number): Promise<QuotedChain | null>;

  /**
   * Positions, remembered ids and cursor together; returns how many trades were new. A symbol's first batch begins at
   * its cursor: a batch without one is refused before that, and trades older than the cursor never count.
   */
  recordTrades(batch: TradeBatch): Promise<number>;
  /** What trades have shown so far; null where they were never read. */
  positions(symbol: string): Promise<TradesSeen | null>;

  /** Faults of a symbol's data that are suspected or hold. */
  feedStates(symbol: string): Promise<readonly FeedState[]>;
  /** What a poll without a new snapshot leaves behind. */
  recordFeed(update: FeedUpdate, nowMs: number): Promise<void>;

  /** Where a server wants notices about the bot itself; null where nowhere. */
  adminChannel(guildId: string): Promise<string | null>;
  setAdminChannel(guildId: string, channelId: string | null): Promise<void>;
  /** Admin channels of the servers with an alert or a summary on a symbol. */
  adminChannelsFor(
    symbol: string,
  ): Promise<readonly { readonly guildId: string; readonly channelId: string }[]>;

  /** Notes that Discord refuses a channel, with the message that tells of it; neither where that was told before. */
  noteRefusedChannel(channelId: string, notice: NewOutboxRow, nowMs: number): Promise<void>;
  /** Notes that a channel takes messages. */
  noteOpenChannel(channelId: string): Promise<void>;

  /**
   * Notes which servers the bot is in, all of them: one with settings that is missing has left it, and is forgotten by
   * `prune` a week later unless it is back.
   */
  recordGuilds(guildIds: readonly string[], nowMs: number): Promise<void>;

  /** One rule a server, channel, kind and symbol: where it is there already, that one comes back and nothing changes. */
  addRule(
    rule: Omit<Rule, 'id'>,
    nowMs: number,
  ): Promise<{ readonly rule: Rule; readonly isNew: boolean }>;
  /** False where the guild has no such rule. */
  removeRule(guildId: string, ruleId: number): Promise<boolean>;
  rulesOfGuild(guildId: string): Promise<readonly Rule[]>;
  rulesOfSymbol(symbol: string): Promise<readonly RuleWithState[]>;

  /** One summary a server, channel and symbol. */
  setSummary(setting: SummarySetting): Promise<void>;
  /** Number of summaries switched off in that channel. */
  removeSummaries(guildId: string, channelId: string): Promise<number>;
  summariesOfGuild(guildId: string): Promise<readonly SummarySetting[]>;
  allSummaries(): Promise<readonly SummarySetting[]>;

  /** Inserts rows whose key is new and finishes the run in the same transaction; used by scheduled messages. */
  enqueue(
    rows: readonly NewOutboxRow[],
    run: { readonly job: string; readonly slot: string } | null,
    nowMs: number,
  ): Promise<number>;
  /** Marks as `sending` and returns the head of each channel's queue that is due; at most `limit` rows, one a channel. */
  claimDue(nowMs: number, limit: number): Promise<readonly OutboxRow[]>;
  settle(outboxId: number, settlement: Settlement, nowMs: number): Promise<void>;
  /** Rows in `sending`: those under way, and those that a dead process or a failed settlement left behind. */
  unsettled(): Promise<readonly OutboxRow[]>;
  /** Counts by state, and when the next pending row is due. */
  outboxStatus(): Promise<{
    readonly counts: Readonly<Record<OutboxState, number>>;
    readonly nextAtMs: number | null;
  }>;
  /** The newest rows of a guild, newest first. */
  recentOutbox(guildId: string, limit: number): Promise<readonly OutboxRow[]>;

  /** Claims a slot: false where it was claimed before, whatever came of it. */
  beginRun(job: string, slot: string, nowMs: number): Promise<boolean>;
  endRun(
    job: string,
    slot: string,
    state: Exclude<RunState, 'running'>,
    detail: string | null,
    nowMs: number,
  ): Promise<void>;
  /** The run with the latest start of each job. */
  latestRuns(): Promise<readonly Run[]>;
  latestRun(job: string): Promise<Run | null>;
  /** Marks runs that a dead process left `running` as `interrupted`; returns them. */
  interruptRuns(nowMs: number): Promise<readonly Run[]>;

  /** Deletes what is past its retention or beyond the disk budget; returns rows deleted and bytes in use. */
  prune(nowMs: number): Promise<{ readonly deleted: number; readonly bytes: number }>;
  close(): Promise<void>;
}
