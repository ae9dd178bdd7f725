import type { ConfirmedSide } from '../alerts/rule.ts';
import type { DayVolume } from '../exposure/companions.ts';
import type { HedgeContract } from '../exposure/hedge-contract.ts';
import type { Levels } from '../exposure/levels.ts';
import type { MarketHours } from '../schedule/market-hours.ts';

/** What a market is called. */
export type MarketLabel = {
  /** As users type it: `BTC`. */
  readonly symbol: string;
  /** As readers see it: `Deribit`. */
  readonly venueName: string;
  /** What one unit is called beside dollars: `BTC`. */
  readonly unit: string;
};

/** What texts, rules and schedules must know of a market besides its name. */
export type MarketTraits = {
  /** When its options trade. */
  readonly hours: MarketHours;
  /** Delay of the data by the venue's own word, milliseconds. */
  readonly statedDelayMs: number;
  /** What readers hedge in, in which flows are counted beside dollars; null where it is the unit itself. */
  readonly hedge: HedgeContract | null;
  /** Present where its options are quoted and settled in the coin itself. */
  readonly isInverse?: true;
  /** Other venues and symbols of its book that this installation reads; absent where it reads none. */
  readonly alsoRead?: readonly string[];
};

/** Everything a text about one market is made from. */
export type MarketView = MarketLabel &
  MarketTraits & {
    readonly levels: Levels;
    /** Age of the data when the text is made, milliseconds. */
    readonly ageMs: number;
    /** Older by three polls plus the venue's stated delay, in time that the market was open. */
    readonly isStale: boolean;
    /** Daily σ as a fraction of spot, frozen at the start of the market's day; null where no 30-day vol is known. */
    readonly dailySigma: number | null;
    /** What alerts measure the day by, as known at its start; null where the bot was down then. */
    readonly morning: {
      readonly spot: number;
      readonly straddleUsd: number | null;
      readonly callWall: number | null;
      readonly putWall: number | null;
    } | null;
    /** Levels of about a day ago, for what changed; null where none are stored. */
    readonly dayAgo: Levels | null;
    /** Trades in options that settled on the session before today's; null where the venue states none. */
    readonly lastSameDay: DayVolume | null;
    /** The side that two readings confirmed and since when; null before that. */
    readonly confirmedSide: { readonly side: ConfirmedSide; readonly sinceMs: number } | null;
    /** Net gamma among its own daily history: from 60 sessions on a percentile 0..1, before that null. */
    readonly history: { readonly sessions: number; readonly percentile: number | null };
    readonly nowMs: number;
  };
