import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { SlashCommand, SlashOption } from './interactions.ts';

/** Channels in which messages can be posted and found again. */
const CHANNEL_TYPES = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
] as const;

function optionOf<Context>(option: SlashOption<Context>): APIApplicationCommandBasicOption {
  const { name, description, required } = option;
  const base = { name, description, required };
  switch (option.type) {
    case 'text':
      return {
        ...base,
        type: ApplicationCommandOptionType.String,
        max_length: option.lengthMax,
        ...(option.suggest === undefined ? {} : { autocomplete: true }),
      };
    case 'whole-number':
      return {
        ...base,
        type: ApplicationCommandOptionType.Integer,
        min_value: option.min,
        max_value: option.max,
      };
    case 'number':
      return {
        ...base,
        type: ApplicationCommandOptionType.Number,
        min_value: option.min,
        max_value: option.max,
      };
    case 'channel':
      return {
        ...base,
        type: ApplicationCommandOptionType.Channel,
        channel_types: [...CHANNEL_TYPES],
      };
    case 'role':
      return { ...base, type: ApplicationCommandOptionType.Role };
  }
}

/** A command as Discord registers it: in servers only, settings hidden from those without Manage Server. */
export function registrationOf<Context>(
  command: SlashCommand<Context>,
): RESTPostAPIChatInputApplicationCommandsJSONBody {
  const options =
    command.kind === 'single'
      ? command.options.map(optionOf)
      : command.actions.map((action) => ({
          type: ApplicationCommandOptionType.Subcommand as const,
          name: action.name,
          description: action.description,
          options: action.options.map(optionOf),
        }));
  return {
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    description: command.description,
    options,
    default_member_permissions:
      command.needs === 'manage-guild' ? String(PermissionFlagsBits.ManageGuild) : null,
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  };
}
