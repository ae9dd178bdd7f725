import type { Rule } from '../alerts/rule.ts';
import type { MarketHours } from '../schedule/market-hours.ts';
import { type Message, sentence } from './message.ts';

/** One line a channel: a hundred alerts must fit one embed. */
function byChannelLines(rules: readonly Rule[]): readonly string[] {
  const channelIds = [...new Set(rules.map(({ channelId }) => channelId))];
  return channelIds.map((channelId) => {
    const here = rules
      .filter((rule) => rule.channelId === channelId)
      .map(({ id, symbol, roleId }) => {
        const mention = roleId === null ? '' : ` <@&${roleId}>`;
        return `alert **${id}** ${symbol}${mention}`;
      });
    return `<#${channelId}>: ${here.join(' · ')}`;
  });
}

/** When an alert is judged, beside what holds every alert back. */
const JUDGED: Readonly<Record<MarketHours, string>> = {
  always: 'It is judged around the clock',
  'new-york': 'It is judged from 09:45 to 16:15 ET on trading days',
};

/** A new alert: where it speaks, when it is judged and how to stop it. */
export function alertAddedAnswer(
  { id, symbol, channelId, roleId }: Rule,
  hours: MarketHours,
): Message {
  const mention =
    roleId === null
      ? ''
      : ` It mentions <@&${roleId}>, which rings only where "Allow anyone to @mention this role" is on in the settings of that role.`;
  return sentence(
    `Alert ${id} is on: <#${channelId}> hears when ${symbol} crosses its gamma flip. ${JUDGED[hours]}, and waits while the data are graded below B; two readings first teach it the present side.${mention} Stop it with /alert remove number:${id}.`,
  );
}

/** The same alert again. */
export function alertExistsAnswer({ id, symbol, channelId }: Rule): Message {
  return sentence(
    `Nothing was changed: alert ${id} already watches ${symbol} for <#${channelId}>. To change its role, remove it and add it again.`,
  );
}

/** More alerts than a server may have. */
export function tooManyAlertsAnswer(rulesMax: number): Message {
  return sentence(
    `Nothing was changed: this server has ${rulesMax} alerts, the most it may have. Remove one first; /alert list shows them.`,
  );
}

/** The role that means every member. */
export function wholeServerRoleAnswer(): Message {
  return sentence(
    'Nothing was changed: that role is everyone in this server. Pick a role that members join by choice.',
  );
}

/** Alerts of a server, oldest first, with the numbers that `/alert remove` takes. */
export function alertListAnswer(rules: readonly Rule[]): Message {
  if (rules.length === 0)
    return sentence('No alerts here yet. Add one with /alert add symbol:BTC.');
  return {
    ...sentence(
      rules.length === 1 ? '1 alert in this server.' : `${rules.length} alerts in this server.`,
    ),
    embed: {
      title: 'Alerts',
      lines: ['When the gamma flip is crossed, by channel', ...byChannelLines(rules)],
      footer:
        'Stop one with /alert remove and its number. What an alert sends ends with that number: "alert 3-2" is the second of alert 3.',
      tone: 'none',
    },
  };
}

/** An alert that is gone. */
export function alertRemovedAnswer(ruleId: number): Message {
  return sentence(`Alert ${ruleId} is off and forgotten. /alert list shows what is left.`);
}

/** A number that is no alert of this server. */
export function noSuchAlertAnswer(ruleId: number): Message {
  return sentence(
    `Nothing was changed: this server has no alert ${ruleId}. /alert list shows the numbers.`,
  );
}
