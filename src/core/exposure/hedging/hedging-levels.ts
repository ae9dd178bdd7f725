import { nextSettlementMs, type SettlementTerms } from '../../chain/settlement-terms.ts';
import { THIRTY_DAYS_YEARS } from '../../schedule/year.ts';
import type { TimeAndVol } from '../companions.ts';
import type { DealerBook } from '../dealer-book.ts';
import type { Levels, Rung } from '../levels.ts';
import { type BookAt, bookAt } from './book-at.ts';
import { dealerDeltaAt } from './dealer-delta-at.ts';
import { reactingLadder } from './reacting-ladder.ts';

const HOUR_MS = 3_600_000;
const HERE = { spotMove: 0, volPoints: 0 };

/** What moves dealers besides the held ladder: reacting vols, time, vol, and how near the −1 % trade's expiries are. */
export function hedgingLevels(
  book: DealerBook,
  ladder: readonly Rung[],
  terms: SettlementTerms,
): Pick<Levels, 'reacting' | 'timeAndVol' | 'fallTrade'> {
  const now = bookAt(book, { hours: 0, terms });
  return {
    reacting: reactingLadder(
      book.chain,
      now,
      ladder.map(({ move }) => move),
    ),
    timeAndVol: timeAndVolOf(book, now, terms),
    fallTrade: fallTradeOf(book, ladder, terms),
  };
}

/** Charm to the next settlement and vanna for ∓1 point of 30-day vol, each alone; null without a contract. */
export function timeAndVolOf(
  book: DealerBook,
  now: BookAt,
  terms: SettlementTerms,
): TimeAndVol | null {
  const { spot, asOfMs } = book.chain;
  const settlesMs = nextSettlementMs(book.chain, terms);
  if (settlesMs === null) return null;
  const start = dealerDeltaAt(now, HERE).whole;
  const settlement = bookAt(book, { hours: (settlesMs - asOfMs) / HOUR_MS, terms });
  const charm = start - dealerDeltaAt(settlement, HERE).whole;
  const vannaUsd = (volPoints: number) =>
    (start - dealerDeltaAt(now, { spotMove: 0, volPoints }).whole) * spot;
  return { settlesMs, charmUsd: charm * spot, vannaUsd: vannaUsd(-1), vannaUpUsd: vannaUsd(1) };
}

function fallTradeOf(
  book: DealerBook,
  ladder: readonly Rung[],
  terms: SettlementTerms,
): Levels['fallTrade'] {
  const rung = ladder.find(({ move }) => move === -0.01);
  if (rung === undefined) return { within30DaysUsd: 0, laterUsd: 0 };
  const near = bookAt(book, { hours: 0, terms, yearsMax: THIRTY_DAYS_YEARS });
  const fallen = dealerDeltaAt(near, { spotMove: rung.move, volPoints: 0 }).whole;
  const within30DaysUsd = (dealerDeltaAt(near, HERE).whole - fallen) * rung.spot;
  return { within30DaysUsd, laterUsd: rung.usd - within30DaysUsd };
}
