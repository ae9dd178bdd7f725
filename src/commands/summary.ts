import { NEW_YORK } from '../core/chain/calendar.ts';
import { nextOccasion } from '../core/schedule/due.ts';
import { minuteOfDayFrom } from '../core/schedule/time-of-day.ts';
import { ZONE_LENGTH_MAX, zoneNamed, zonesLike } from '../core/schedule/zone-name.ts';
import { missingPermissionsAnswer } from '../core/text/missing-permissions-answer.ts';
import { noDataYetAnswer } from '../core/text/no-data-yet-answer.ts';
import {
  badTimeAnswer,
  badZoneAnswer,
  summaryOffAnswer,
  summarySetAnswer,
  timeNeededAnswer,
  tooManySummariesAnswer,
  zoneNeededAnswer,
} from '../core/text/summary-answers.ts';
import { summaryMessage } from '../core/text/summary-message.ts';
import { readMarketView } from '../store/market-view.ts';
import type { Command, CommandAction, CommandOption } from './command.ts';
import { listingOf, SYMBOL, SYMBOL_IF_ANY } from './symbol-option.ts';

/** Each is a message with a chart every day. */
const SUMMARIES_PER_GUILD_MAX = 20;
/** What Discord shows at once. */
const SUGGESTIONS_MAX = 25;
/** Names of zones offered where none was recognised. */
const ZONES_OFFERED_MAX = 3;

/**
 * Before the open of New York, when the morning's open interest is out. A market that never closes has no such time, and
 * nobody's zone is guessed.
 */
const DEFAULTS = {
  always: { time: '', zone: '' },
  'new-york': { time: '09:00', zone: NEW_YORK },
} as const;

const CHANNEL: CommandOption = {
  name: 'channel',
  description: 'Which channel; this one if left out',
  type: 'channel',
  required: false,
};

const TIME: CommandOption = {
  name: 'time',
  description: 'Local time of day, such as 08:00; 09:00 for US markets if left out',
  type: 'text',
  required: false,
  lengthMax: 5,
};

const ZONE: CommandOption = {
  name: 'zone',
  description: 'Time zone as Area/City, such as Europe/Berlin; New York for US markets if left out',
  type: 'text',
  required: false,
  lengthMax: ZONE_LENGTH_MAX,
  suggest: (typed) => zonesLike(typed, SUGGESTIONS_MAX),
};

const set: CommandAction = {
  name: 'set',
  description: 'Post a summary to a channel every day',
  needs: 'manage-guild',
  options: [SYMBOL, TIME, ZONE, CHANNEL],
  async run(input, { store, markets, clock, missingPermissions }) {
    const { guildId, options } = input;
    const listing = listingOf(input, markets);
    if (!listing.ok) return listing.failure;
    const { symbol, hours } = listing.value;
    const typedZone = String(options.zone ?? DEFAULTS[hours].zone);
    if (options.zone === undefined && typedZone === '') return zoneNeededAnswer(symbol);
    const zone = zoneNamed(typedZone);
    if (zone === null) return badZoneAnswer(zonesLike(typedZone, ZONES_OFFERED_MAX));
    const usualTime = zone === DEFAULTS[hours].zone ? DEFAULTS[hours].time : '';
    const typedTime = String(options.time ?? usualTime);
    if (options.time === undefined && typedTime === '') return timeNeededAnswer(symbol);
    const minuteOfDay = minuteOfDayFrom(typedTime);
    if (minuteOfDay === null) return badTimeAnswer();
    const channelId = String(options.channel ?? input.channelId);
    const missing = missingPermissions({ guildId, channelId });
    if (missing.length > 0) return missingPermissionsAnswer(channelId, missing);
    const others = (await store.summariesOfGuild(guildId)).filter(
      (other) => other.channelId !== channelId || other.symbol !== symbol,
    );
    if (others.length >= SUMMARIES_PER_GUILD_MAX)
      return tooManySummariesAnswer(SUMMARIES_PER_GUILD_MAX);
    const setAtMs = clock.nowMs();
    const setting = { channelId, guildId, symbol, minuteOfDay, zone, setAtMs };
    await store.setSummary(setting);
    const nextMs = nextOccasion({ minuteOfDay, zone }, setAtMs, hours);
    return summarySetAnswer({ ...setting, hours }, nextMs);
  },
};

const now: CommandAction = {
  name: 'now',
  description: 'Show the summary of today, to you alone',
  needs: 'anyone',
  options: [SYMBOL_IF_ANY],
  async run(input, { store, markets, clock, pollMs }) {
    const listing = listingOf(input, markets);
    if (!listing.ok) return listing.failure;
    const nowMs = clock.nowMs();
    const view = await readMarketView(store, listing.value, { nowMs, pollMs });
    if (view === null) return noDataYetAnswer(listing.value);
    const settings = await store.summariesOfGuild(input.guildId);
    const here = settings.find(({ channelId }) => channelId === input.channelId) ?? settings[0];
    const usualZone = DEFAULTS[listing.value.hours].zone || 'UTC';
    return summaryMessage(view, { late: false, zone: here?.zone ?? usualZone });
  },
};

const off: CommandAction = {
  name: 'off',
  description: 'End the summaries of a channel',
  needs: 'manage-guild',
  options: [CHANNEL],
  async run({ guildId, channelId, options }, { store }) {
    const target = String(options.channel ?? channelId);
    return summaryOffAnswer(target, await store.removeSummaries(guildId, target));
  },
};

/** `/summary`: a channel's daily summary. `now` is for anyone to whom a server opens the command. */
export const summary: Command = {
  kind: 'group',
  name: 'summary',
  description: 'The daily summary of a channel',
  needs: 'manage-guild',
  actions: [set, now, off],
};
