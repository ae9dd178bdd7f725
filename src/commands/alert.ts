import type { Rule } from '../core/alerts/rule.ts';
import {
  alertAddedAnswer,
  alertExistsAnswer,
  alertListAnswer,
  alertRemovedAnswer,
  noSuchAlertAnswer,
  tooManyAlertsAnswer,
  wholeServerRoleAnswer,
} from '../core/text/alert-answers.ts';
import { missingPermissionsAnswer } from '../core/text/missing-permissions-answer.ts';
import type { Command, CommandAction } from './command.ts';
import { listingOf, SYMBOL } from './symbol-option.ts';

/** A list of rules must stay readable, and a poll short. */
const RULES_PER_GUILD_MAX = 100;

function isSame(one: Omit<Rule, 'id'>, other: Rule): boolean {
  return (
    one.kind === other.kind && one.symbol === other.symbol && one.channelId === other.channelId
  );
}

const add: CommandAction = {
  name: 'add',
  description: 'Tell a channel when the price crosses the gamma flip',
  needs: 'manage-guild',
  options: [
    SYMBOL,
    {
      name: 'channel',
      description: 'Where to post; this channel if left out',
      type: 'channel',
      required: false,
    },
    { name: 'role', description: 'Role to mention', type: 'role', required: false },
  ],
  async run(input, { store, markets, clock, missingPermissions }) {
    const listing = listingOf(input, markets);
    if (!listing.ok) return listing.failure;
    const { guildId, userId, options } = input;
    const channelId = String(options.channel ?? input.channelId);
    const roleId = options.role === undefined ? null : String(options.role);
    // The role that every member has carries the server's id: mentioning it is mentioning everyone.
    if (roleId === guildId) return wholeServerRoleAnswer();
    const missing = missingPermissions({ guildId, channelId });
    if (missing.length > 0) return missingPermissionsAnswer(channelId, missing);
    const { symbol, hours } = listing.value;
    const rule = {
      guildId,
      channelId,
      ownerId: userId,
      kind: 'flip_cross',
      symbol,
      roleId,
    } as const;
    const present = await store.rulesOfGuild(guildId);
    const same = present.find((other) => isSame(rule, other));
    if (same !== undefined) return alertExistsAnswer(same);
    if (present.length >= RULES_PER_GUILD_MAX) return tooManyAlertsAnswer(RULES_PER_GUILD_MAX);
    const added = await store.addRule(rule, clock.nowMs());
    return added.isNew ? alertAddedAnswer(added.rule, hours) : alertExistsAnswer(added.rule);
  },
};

const list: CommandAction = {
  name: 'list',
  description: 'Alerts of this server, with the numbers to remove them by',
  needs: 'manage-guild',
  options: [],
  async run({ guildId }, { store }) {
    return alertListAnswer(await store.rulesOfGuild(guildId));
  },
};

const remove: CommandAction = {
  name: 'remove',
  description: 'Stop an alert',
  needs: 'manage-guild',
  options: [
    {
      name: 'number',
      description: 'Its number in /alert list',
      type: 'whole-number',
      required: true,
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
    },
  ],
  async run({ guildId, options }, { store }) {
    const ruleId = Number(options.number);
    return (await store.removeRule(guildId, ruleId))
      ? alertRemovedAnswer(ruleId)
      : noSuchAlertAnswer(ruleId);
  },
};

/** `/alert`: messages when spot crosses its flip. */
export const alert: Command = {
  kind: 'group',
  name: 'alert',
  description: 'Alerts of this server',
  needs: 'manage-guild',
  actions: [add, list, remove],
};
