import type { FeedEnd, FeedState } from '../feeds/feed-state.ts';
import { FEED_WORDS } from './feed-words.ts';
import type { Message } from './message.ts';
import { cut, fittedSentence } from './sentence-length.ts';
import { duration, marketWeekTime, readerTime } from './times.ts';
import type { MarketLabel, MarketTraits } from './view.ts';

/** What notices must know of a market. */
export type FeedLabel = Pick<MarketLabel & MarketTraits, 'symbol' | 'venueName' | 'hours'>;

/** Somebody else's words, such as an error of the network, may be long. */
const DETAIL_LENGTH_MAX = 200;

const FOOTER =
  'Sent to the admin channel of this server. /admin-channel set moves these notices, /admin-channel off ends them.';

function names(states: readonly FeedState[]): string {
  return states.map(({ kind }) => FEED_WORDS[kind].name).join(', ');
}

function earliest(times: readonly number[]): number {
  return times.reduce((first, atMs) => Math.min(first, atMs), Number.POSITIVE_INFINITY);
}

function happenedLine({ kind, detail, sinceMs }: FeedState): string {
  const since = readerTime(sinceMs, 'f');
  return `**What happened** ${FEED_WORDS[kind].name}: ${cut(detail, DETAIL_LENGTH_MAX)}, since ${since}`;
}

/** Null where the clock was set back meanwhile: nobody knows how long it was. */
function lastedMs({ state, endedMs }: FeedEnd): number | null {
  return endedMs < state.sinceMs ? null : endedMs - state.sinceMs;
}

function endedLine(end: FeedEnd): string {
  const { state, endedMs } = end;
  const lengthMs = lastedMs(end);
  const lasted = lengthMs === null ? '' : `, lasted ${duration(lengthMs)}`;
  return `**What happened** ${FEED_WORDS[state.kind].name}, over ${readerTime(endedMs, 't')}${lasted}`;
}

function notice({ symbol }: FeedLabel, content: string, lines: readonly string[]): Message {
  const embed = { title: `${symbol} · data`, lines, footer: FOOTER, tone: 'none' as const };
  return { content, embed, chart: null, buttons: [] };
}

/** Tells the people who run a server that a market's data went wrong, and that alerts wait; several faults are one notice. */
export function feedBeganNotice(label: FeedLabel, began: readonly FeedState[]): Message {
  const { symbol, venueName, hours } = label;
  const since = marketWeekTime(hours, earliest(began.map(({ sinceMs }) => sinceMs)));
  const heads = [`${symbol}: ${names(began)}`, `${symbol}: ${began.length} faults in the data`];
  const tails = [` (${venueName}), since ${since}. Alerts wait.`, `, since ${since}. Alerts wait.`];
  const remedies = [...new Set(began.map(({ kind }) => FEED_WORDS[kind].remedy))];
  return notice(label, fittedSentence(heads, tails), [
    ...began.map(happenedLine),
    '**What we did** alerts are not judged on these data; answers name their age and grade',
    ...remedies.map((remedy) => `**What you can do** ${remedy}`),
  ]);
}

/** Tells them that it is over and how long it lasted; `left` are the faults that still hold. */
export function feedEndedNotice(
  label: FeedLabel,
  ended: readonly FeedEnd[],
  left: readonly FeedState[],
): Message {
  const { symbol, venueName } = label;
  const states = ended.map(({ state }) => state);
  const lengthsMs = ended.map(lastedMs).filter((lengthMs) => lengthMs !== null);
  const next = left.length === 0 ? 'Alerts go on.' : `Alerts still wait: ${names(left)}.`;
  const heads = [`${symbol}: ${names(states)}`, `${symbol}: ${ended.length} faults in the data`];
  const over = lengthsMs.length === 0 ? 'over' : `over after ${duration(Math.max(...lengthsMs))}`;
  const tails = [` (${venueName}) ${over}. ${next}`, ` ${over}. ${next}`, ` ${over}.`];
  const readings = 'alerts are judged again from the next reading on';
  const stillWait = `alerts still wait for: ${names(left)}`;
  return notice(label, fittedSentence(heads, tails), [
    ...ended.map(endedLine),
    `**What we did** two good polls in a row were waited for; ${left.length === 0 ? readings : stillWait}`,
    '**What you can do** nothing; /status shows the data as they are now',
  ]);
}
