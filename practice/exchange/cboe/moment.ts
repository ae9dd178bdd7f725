import {
  closeMinute,
  type Day,
  newYorkMs,
  newYorkTime,
  OPEN_MINUTE,
  sessionBy,
} from './new-york.ts';

/** Stated by the venue. */
export const DELAY_MS = 15 * 60_000;
/** New open interest, a new last close, and the end of what expired the day before, minutes after midnight. */
const MORNING_MINUTE = 6 * 60 + 30;
/** Funds and stocks trade from here to there. */
const EXTENDED = { from: 4 * 60, to: 20 * 60 };

/** What a document made at an instant shows: all of it is fifteen minutes old. */
export type Moment = {
  /** When the document was made. */
  readonly madeMs: number;
  /** When its option quotes were made: they stand still once the session has ended. */
  readonly quotedMs: number;
  /** When its underlying's price was made. */
  readonly pricedMs: number;
  /** The close that changes are counted from: the one before the quoted session, and in the morning that session's own. */
  readonly previousCloseMs: number;
  /** The session of the quotes, the one on whose morning the open interest was published, and the first still listed. */
  readonly quotedSession: Day;
  readonly openInterestSession: Day;
};

function closeMs(session: Day): number {
  return newYorkMs(session, closeMinute(session));
}

/** The last session that had come to a minute of its day at an instant. */
function sessionAt(atMs: number, minute: number): Day {
  const { day, minute: now } = newYorkTime(atMs);
  return sessionBy(now >= minute ? day : day - 1);
}

/** What a document made at an instant shows of an index, or of something that trades longer. */
export function momentOf(madeMs: number, tradesLonger: boolean): Moment {
  const seenMs = madeMs - DELAY_MS;
  const quotedSession = sessionAt(seenMs, OPEN_MINUTE);
  const quotedMs = Math.min(seenMs, closeMs(quotedSession));
  const traded = sessionAt(seenMs, EXTENDED.from);
  const pricedMs = tradesLonger ? Math.min(seenMs, newYorkMs(traded, EXTENDED.to)) : quotedMs;
  const openInterestSession = sessionAt(madeMs, MORNING_MINUTE);
  const isMorning = openInterestSession > quotedSession;
  return {
    madeMs,
    quotedMs,
    pricedMs,
    previousCloseMs: closeMs(isMorning ? quotedSession : sessionBy(quotedSession - 1)),
    quotedSession,
    openInterestSession,
  };
}
