/** What can be wrong with a venue's data, in the order in which it is told. */
export const FEED_KINDS = [
  /** The venue gives no answer that can be read. */
  'source-down',
  /** Its data time stands still while the market is open. */
  'stale',
  /** Its data time advances and nothing else does. */
  'frozen',
  /** Stamped later than our own clock. */
  'clock-ahead',
  /** Prices of an older session than the date says. */
  'mislabelled-session',
  /** Open interest that should be a day newer has not changed anywhere. */
  'old-open-interest',
  /** Most vols are gone at once. */
  'zero-greeks',
  /** Less than nine tenths of open interest is usable, or an expiry vanished before it settled. */
  'partial',
  /** The price is where no market moves in one poll, and nothing confirms it yet. */
  'spot-jump',
  /** Prices of the same underlying disagree. */
  'spot-divergence',
  /** Rows that contradict each other, or cannot be read. */
  'conflicting',
  /** Open interest of the morning is still being written. */
  'open-interest-flicker',
  /** Contracts that have expired are still listed. */
  'expired-listed',
] as const;

export type FeedKind = (typeof FEED_KINDS)[number];

/** A fault of one feed, from its first sign until it is over. */
export type FeedState = {
  readonly kind: FeedKind;
  /** `suspected` until its own rule is met; nobody is told of a suspicion. */
  readonly status: 'suspected' | 'holding';
  /** When it began: the first poll that showed it, or the data time that stands still. */
  readonly sinceMs: number;
  /** A phrase that can stand in a sentence. */
  readonly detail: string;
  /** Data time of the last snapshot before it; null where there was none. */
  readonly lastGoodMs: number | null;
  /** Polls in a row that showed it, up to those that its rule asks for. */
  readonly badPolls: number;
  /** Good polls in a row since it was last seen. */
  readonly goodPolls: number;
  /** The first of them; null where the newest poll was none. */
  readonly goodSinceMs: number | null;
};

/** One fault as one poll shows it. */
export type FeedSign = {
  readonly kind: FeedKind;
  readonly detail: string;
  /** Since when, where that is known better than by the poll. */
  readonly sinceMs?: number;
};

/** What one poll says about a feed. */
export type FeedEvidence = {
  readonly atMs: number;
  /** Data time of the newest snapshot before this poll; null where there is none. */
  readonly lastGoodMs: number | null;
  /** What this poll could tell: a failed one tells nothing about the data, and a closed market nothing about movement. */
  readonly judged: ReadonlySet<FeedKind>;
  readonly signs: readonly FeedSign[];
};

/** A fault that is over. */
export type FeedEnd = { readonly state: FeedState; readonly endedMs: number };

/** The faults after a poll, and what changed with it. */
export type FeedChange = {
  readonly states: readonly FeedState[];
  readonly began: readonly FeedState[];
  readonly ended: readonly FeedEnd[];
};

/** Polls in a row that a kind takes to begin, where one is not enough: a hiccup is no news. */
const POLLS_TO_BEGIN: Readonly<Partial<Record<FeedKind, number>>> = {
  'source-down': 3,
  frozen: 3,
  'clock-ahead': 2,
  'open-interest-flicker': 2,
};

/** Good polls in a row that end a fault: one alone may be an exception. */
const GOOD_POLLS_TO_END = 2;

function withSign(
  before: FeedState | undefined,
  sign: FeedSign,
  { atMs, lastGoodMs }: FeedEvidence,
): FeedState {
  const needed = POLLS_TO_BEGIN[sign.kind] ?? 1;
  const badPolls = Math.min(needed, (before?.badPolls ?? 0) + 1);
  return {
    kind: sign.kind,
    status: badPolls >= needed ? 'holding' : 'suspected',
    sinceMs: before?.sinceMs ?? sign.sinceMs ?? atMs,
    detail: sign.detail,
    lastGoodMs: before === undefined ? lastGoodMs : before.lastGoodMs,
    badPolls,
    goodPolls: 0,
    goodSinceMs: null,
  };
}

function withoutSign(before: FeedState, atMs: number): FeedState | FeedEnd | null {
  if (before.status === 'suspected') return null;
  const goodPolls = before.goodPolls + 1;
  const goodSinceMs = before.goodSinceMs ?? atMs;
  return goodPolls >= GOOD_POLLS_TO_END
    ? { state: before, endedMs: goodSinceMs }
    : { ...before, goodPolls, goodSinceMs };
}

/** Whether the venue does not answer on this poll, and has counted as down by then. */
function isDownNow(states: readonly FeedState[], { signs }: FeedEvidence): boolean {
  const isHolding = states.some(
    ({ kind, status }) => kind === 'source-down' && status === 'holding',
  );
  return isHolding && signs.some(({ kind }) => kind === 'source-down');
}

/** Takes one poll into account. A fault begins by its own rule, and is over after two good polls in a row, as of the first. */
export function feedAfter(previous: readonly FeedState[], evidence: FeedEvidence): FeedChange {
  const states: FeedState[] = [];
  const began: FeedState[] = [];
  const ended: FeedEnd[] = [];
  for (const kind of FEED_KINDS) {
    const before = previous.find((state) => state.kind === kind);
    const sign = evidence.signs.find((each) => each.kind === kind);
    // A venue that is known not to answer explains why its data grow old.
    const isExplained = kind === 'stale' && before === undefined && isDownNow(states, evidence);
    if (sign !== undefined && !isExplained) {
      const after = withSign(before, sign, evidence);
      states.push(after);
      if (after.status === 'holding' && before?.status !== 'holding') began.push(after);
    } else if (before !== undefined) {
      const after = evidence.judged.has(kind) ? withoutSign(before, evidence.atMs) : before;
      if (after === null) continue;
      if ('endedMs' in after) ended.push(after);
      else states.push(after);
    }
  }
  return { states, began, ended };
}

/**
 * What keeps rules silent between two polls: all that holds or is suspected. A poll that gave no answer is no fault of
 * the chain before it until the venue counts as down.
 */
export function inhibitingBetween(states: readonly FeedState[]): readonly FeedKind[] {
  return states
    .filter(({ kind, status }) => kind !== 'source-down' || status === 'holding')
    .map(({ kind }) => kind);
}

/**
 * What keeps rules silent on this poll: what it shows, be it a suspicion, and what held before it. The poll that ends a
 * fault is not judged either, so that an alert rests on readings after it.
 */
export function inhibitingKinds(
  previous: readonly FeedState[],
  { states }: FeedChange,
): readonly FeedKind[] {
  const held = previous.filter(({ status }) => status === 'holding');
  return FEED_KINDS.filter((kind) => [...held, ...states].some((state) => state.kind === kind));
}
