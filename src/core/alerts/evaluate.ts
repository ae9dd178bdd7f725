import type { SpotReading } from '../chain/chain.ts';
import type { Outgoing } from '../delivery/outgoing.ts';
import { agreementOf, isUnanimous } from '../exposure/agreement.ts';
import { gammaSideAt } from '../exposure/gamma-side.ts';
import { spotFindings } from '../exposure/jumps.ts';
import type { Levels } from '../exposure/levels.ts';
import type { FeedKind } from '../feeds/feed-state.ts';
import { mayTakeSide } from '../schedule/market-hours.ts';
import { flipCrossFlapping } from '../text/flip-cross-flapping.ts';
import { flipCrossMessage } from '../text/flip-cross-message.ts';
import { flipCrossOver } from '../text/flip-cross-over.ts';
import type { Message } from '../text/message.ts';
import type { MarketView } from '../text/view.ts';
import { inhibition } from './inhibit.ts';
import type { FlipCrossState, Rule } from './rule.ts';
import type { Advanced, Context, FlipCrossEvent } from './rules/confirm-crossing.ts';
import { advanceByPrice, advanceFlipCross, type PriceReadingAt } from './rules/flip-cross.ts';
import { SCHEDULED_SHARE_MIN } from './scheduled-share.ts';

/** A rule as stored, with what an all-clear would edit. */
export type RuleToJudge = {
  readonly rule: Rule;
  readonly state: FlipCrossState;
  readonly version: number;
  /** The open alert as it was sent; null where there is none, or where it is no longer kept. */
  readonly openAlert: Message | null;
};

export type Transition = {
  readonly ruleId: number;
  readonly version: number;
  readonly state: FlipCrossState;
  readonly outbox: readonly Outgoing[];
};

/** A price between chains, and the data time of the newest chain. */
type PriceBetween = SpotReading & { readonly chainMs: number };

type Circumstances = {
  readonly view: MarketView;
  /** Judged beside the levels of the view; left out where the view's own chain is the reading. */
  readonly price?: PriceBetween;
  readonly pollMs: number;
  /** What is wrong with the feed: while anything is, rules stay as they are. */
  readonly faults: readonly FeedKind[];
  /** Whether a channel is in its quiet hours now. */
  readonly isQuiet: (channelId: string) => boolean;
  /** Share of the flip's move since readings of these data times that was on the calendar. */
  readonly scheduledShares: ReadonlyMap<number, number>;
};

/** An alert that is an hour old tells a trader nothing that the next summary does not. */
const ALERT_LIFETIME_MS = 3_600_000;

type LevelBeside = Pick<PriceReadingAt, 'flip' | 'low' | 'high'>;

/**
 * The flip that a rule holds spot against: that of the snapshot, or where none lies within reach the last one that the
 * rule saw: a fall that leaves the flip 10 % behind has crossed it all the more. Null for a rule that never saw one.
 */
function flipBeside({ flip }: Levels, { lastOnSide }: FlipCrossState): LevelBeside | null {
  switch (flip.status) {
    case 'found':
      return { flip: flip.spot, ...flip.range };
    case 'none_long':
    case 'none_short':
      return lastOnSide === null
        ? null
        : { flip: lastOnSide.flip, low: lastOnSide.flip, high: lastOnSide.flip };
    case 'inverted_only':
    case 'withheld':
      return null;
  }
}

/** What the snapshot or price says beside a rule's flip; null where rules must stay as they are. */
function readingOf({
  view,
  price,
  faults,
}: Circumstances): Omit<PriceReadingAt, keyof LevelBeside> | null {
  const { levels, dailySigma, hours } = view;
  const { usd, atMs, chainMs } = price ?? {
    usd: levels.spot,
    atMs: levels.dataTimeMs,
    chainMs: levels.dataTimeMs,
  };
  if (!mayTakeSide(hours, atMs)) return null;
  // No market is there: a price that only a second chain can bear out.
  if (spotFindings({ asOfMs: atMs, spot: usd }, levels).length > 0) return null;
  if (inhibition(levels, view, faults) !== null || dailySigma === null) return null;
  return { atMs, spot: usd, chainMs, dailySigma, gammaSide: gammaSideAt(levels, usd) };
}

function advanced(judged: RuleToJudge, reading: PriceReadingAt, given: Circumstances): Advanced {
  const context: Context = {
    cadenceMs: given.pollMs,
    alertKey: (episode) => dedupeKey(judged.rule, 'crossed', episode),
    isScheduled: ({ changeSinceMs }) =>
      (given.scheduledShares.get(changeSinceMs) ?? 0) >= SCHEDULED_SHARE_MIN,
  };
  return given.price === undefined
    ? advanceFlipCross(judged.state, reading, context)
    : advanceByPrice(judged.state, reading, context);
}

/** Names one event of one rule; the same event evaluated again after a crash gets the same key. */
function dedupeKey(rule: Rule, transition: FlipCrossEvent['kind'], episode: number): string {
  return `${rule.kind}-${rule.id}:${rule.channelId}:${transition}:${episode}`;
}

function messageOf(
  { rule, openAlert }: RuleToJudge,
  event: FlipCrossEvent,
  view: MarketView,
): Message | null {
  switch (event.kind) {
    case 'crossed':
      return flipCrossMessage(event.crossing, view, {
        alertId: `${rule.id}-${event.episode}`,
        sentAtMs: view.nowMs,
      });
    case 'flapping':
      return flipCrossFlapping(event, view, {
        alertId: `${rule.id}-${event.episode}`,
        sentAtMs: view.nowMs,
      });
    case 'over':
      return openAlert === null ? null : flipCrossOver(openAlert, event, view);
  }
}

/** A role is mentioned for news that every way of counting confirms, and never for an edit. */
function mentionedRole(rule: Rule, event: FlipCrossEvent, { levels }: MarketView): string | null {
  if (event.kind === 'over') return null;
  const { spot, to } = event.crossing;
  return isUnanimous(agreementOf(levels.flip, spot, to)) ? rule.roleId : null;
}

function outgoing(
  judged: RuleToJudge,
  event: FlipCrossEvent,
  { view, isQuiet }: Circumstances,
): readonly Outgoing[] {
  const { rule } = judged;
  const message = messageOf(judged, event, view);
  if (message === null) return [];
  const isEdit = event.kind === 'over';
  return [
    {
      dedupeKey: isEdit ? `${event.alertKey}:over` : dedupeKey(rule, event.kind, event.episode),
      channelId: rule.channelId,
      guildId: rule.guildId,
      kind: 'alert',
      message,
      edits: isEdit ? event.alertKey : null,
      silent: isQuiet(rule.channelId),
      mentionRoleId: mentionedRole(rule, event, view),
      expiresAtMs: view.nowMs + ALERT_LIFETIME_MS,
    },
  ];
}

/**
 * Judges one snapshot, or one price beside the newest snapshot, by every rule on its market. Snapshots that are stale, partial, withheld or from outside
 * the market's settled hours change nothing.
 * Returns the rules whose state changed, each with the messages that go with the change.
 */
export function evaluateRules(
  rules: readonly RuleToJudge[],
  circumstances: Circumstances,
): readonly Transition[] {
  const reading = readingOf(circumstances);
  if (reading === null) return [];
  return rules.flatMap((judged) => {
    const beside = flipBeside(circumstances.view.levels, judged.state);
    if (beside === null) return [];
    const { state, events } = advanced(judged, { ...reading, ...beside }, circumstances);
    if (state === judged.state) return [];
    const outbox = events.flatMap((event) => outgoing(judged, event, circumstances));
    return [{ ruleId: judged.rule.id, version: judged.version, state, outbox }];
  });
}
