import {
  adminChannelOffAnswer,
  adminChannelSetAnswer,
  noAdminChannelAnswer,
} from '../core/text/admin-channel-answers.ts';
import { missingPermissionsAnswer } from '../core/text/missing-permissions-answer.ts';
import type { Command, CommandAction } from './command.ts';

const set: CommandAction = {
  name: 'set',
  description: 'Tell a channel when the data go wrong, and when that is over',
  needs: 'manage-guild',
  options: [
    {
      name: 'channel',
      description: 'Which channel; this one if left out',
      type: 'channel',
      required: false,
    },
  ],
  async run({ guildId, channelId, options }, { store, missingPermissions }) {
    const target = String(options.channel ?? channelId);
    const missing = missingPermissions({ guildId, channelId: target });
    if (missing.length > 0) return missingPermissionsAnswer(target, missing);
    await store.setAdminChannel(guildId, target);
    return adminChannelSetAnswer(target);
  },
};

const off: CommandAction = {
  name: 'off',
  description: 'End these notices',
  needs: 'manage-guild',
  options: [],
  async run({ guildId }, { store }) {
    const channelId = await store.adminChannel(guildId);
    if (channelId === null) return noAdminChannelAnswer();
    await store.setAdminChannel(guildId, null);
    return adminChannelOffAnswer(channelId);
  },
};

/** `/admin-channel`: where a server's managers hear that data went wrong. */
export const adminChannel: Command = {
  kind: 'group',
  name: 'admin-channel',
  description: 'Notices about the data, for those who run this server',
  needs: 'manage-guild',
  actions: [set, off],
};
