import { noticeTo } from '../delivery/notice.ts';
import type { Outgoing } from '../delivery/outgoing.ts';
import { type FeedLabel, feedBeganNotice, feedEndedNotice } from '../text/feed-notice.ts';
import type { Message } from '../text/message.ts';
import type { FeedChange, FeedState } from './feed-state.ts';

type Place = { readonly guildId: string; readonly channelId: string };

/** The same faults told again after a crash get the same key. */
function keyOf(symbol: string, states: readonly FeedState[], moment: 'begin' | 'end'): string {
  const kinds = states.map(({ kind }) => kind).join('+');
  return `feed:${symbol}:${kinds}:${states[0]?.sinceMs}:${moment}`;
}

/** One message a channel about what began with a poll, and one about what ended. */
export function feedNotices(
  { states, began, ended }: FeedChange,
  label: FeedLabel,
  { channels, nowMs }: { readonly channels: readonly Place[]; readonly nowMs: number },
): readonly Outgoing[] {
  const toAll = (key: string, message: Message): readonly Outgoing[] =>
    channels.map((place) => noticeTo(place, { key, message, nowMs }));
  const over = ended.map(({ state }) => state);
  const left = states.filter(({ status }) => status === 'holding');
  const { symbol } = label;
  return [
    ...(ended.length === 0
      ? []
      : toAll(keyOf(symbol, over, 'end'), feedEndedNotice(label, ended, left))),
    ...(began.length === 0
      ? []
      : toAll(keyOf(symbol, began, 'begin'), feedBeganNotice(label, began))),
  ];
}
