/** One alert that someone asked for in a channel. */
export type Rule = {
  readonly id: number;
  readonly guildId: string;
  readonly channelId: string;
  /** Discord user who added it. */
  readonly ownerId: string;
  readonly kind: 'flip_cross';
  readonly symbol: string;
  /** Role to mention, if any. */
  readonly roleId: string | null;
};

export type ConfirmedSide = 'long' | 'short';

/** The last observation of one side, kept to say later whether price or level moved. */
export type SideReading = { readonly atMs: number; readonly spot: number; readonly flip: number };

/** What a flip_cross rule remembers between polls. */
export type FlipCrossState = {
  /** Side that two readings in a row agreed on; null before the first. */
  readonly side: ConfirmedSide | null;
  /** Data time since which the side holds. */
  readonly sinceMs: number | null;
  /** Last reading clearly on the confirmed side. */
  readonly lastOnSide: SideReading | null;
  /** Readings in a row on the other side, not yet enough. */
  readonly pending: {
    readonly side: ConfirmedSide;
    /** Chains in a row; 0 where only prices between chains have shown the side. */
    readonly count: number;
    readonly firstMs: number;
    /** The newest stretch of chains and prices, all on that side, of which hardly any is missing. */
    readonly unbroken: { readonly sinceMs: number; readonly lastMs: number };
  } | null;
  /** Data time of the newest chain that counted. */
  readonly lastReadingMs: number | null;
  /** Advances with every confirmed crossing; part of the dedupe key. */
  readonly episode: number;
  /** The alert that an all-clear would edit. */
  readonly open: { readonly dedupeKey: string; readonly crossedMs: number } | null;
  /** Data times of recent confirmed crossings, for the flap mute. */
  readonly crossingsMs: readonly number[];
  /** Set while the rule is muted for flapping. */
  readonly mutedSinceMs: number | null;
};

/** The state of a rule that has seen nothing yet. */
export const FLIP_CROSS_START: FlipCrossState = {
  side: null,
  sinceMs: null,
  lastOnSide: null,
  pending: null,
  lastReadingMs: null,
  episode: 0,
  open: null,
  crossingsMs: [],
  mutedSinceMs: null,
};
