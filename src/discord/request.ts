import {
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  PermissionFlagsBits,
} from 'discord.js';
import type { Message } from '../core/text/message.ts';
import { unknownRequestAnswer } from '../core/text/refusals.ts';
import type { Request } from './answers.ts';
import { parseButtonId } from './button-id.ts';
import type { SlashAction, SlashCommand, SlashInput } from './interactions.ts';

/** What a user asked for, read from Discord's event, or why it cannot be asked. */
export type Reading<Context> =
  | { readonly kind: 'request'; readonly request: Request<Context>; readonly isShared: boolean }
  | { readonly kind: 'unreadable'; readonly name: string; readonly message: Message };

/** The action behind a command's name and, in a group, its subcommand. */
export function findAction<Context>(
  commands: readonly SlashCommand<Context>[],
  name: string,
  subcommand: string | null,
): SlashAction<Context> | undefined {
  const command = commands.find((each) => each.name === name);
  if (command === undefined || command.kind === 'single') return command;
  return command.actions.find((action) => action.name === subcommand);
}

function inputOf(
  interaction: ChatInputCommandInteraction | ButtonInteraction,
  options: SlashInput['options'],
): SlashInput | null {
  const { guildId, channelId, memberPermissions, user } = interaction;
  if (guildId === null) return null;
  const canManageGuild = memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;
  return { guildId, channelId, userId: user.id, canManageGuild, options };
}

function givenValue<Context>(
  { options }: ChatInputCommandInteraction,
  { name, type }: SlashAction<Context>['options'][number],
): string | number | null {
  switch (type) {
    case 'text':
      return options.getString(name);
    case 'whole-number':
      return options.getInteger(name);
    case 'number':
      return options.getNumber(name);
    case 'channel':
      return options.getChannel(name)?.id ?? null;
    case 'role':
      return options.getRole(name)?.id ?? null;
  }
}

/** Reads a slash command. */
export function readSlash<Context>(
  interaction: ChatInputCommandInteraction,
  commands: readonly SlashCommand<Context>[],
): Reading<Context> {
  const subcommand = interaction.options.getSubcommand(false);
  const name = [interaction.commandName, subcommand].filter((part) => part !== null).join(' ');
  const action = findAction(commands, interaction.commandName, subcommand);
  if (action === undefined) return { kind: 'unreadable', name, message: unknownRequestAnswer() };
  const given = action.options.flatMap((option) => {
    const value = givenValue(interaction, option);
    return value === null ? [] : [[option.name, value] as const];
  });
  const input = inputOf(interaction, Object.fromEntries(given));
  const request = { name, action, userId: interaction.user.id, input };
  return { kind: 'request', request, isShared: false };
}

/** Reads a button, which asks what a command without a group would. */
export function readButton<Context>(
  interaction: ButtonInteraction,
  commands: readonly SlashCommand<Context>[],
): Reading<Context> {
  const press = parseButtonId(interaction.customId);
  const action = press === null ? undefined : findAction(commands, press.command, null);
  if (press === null || action === undefined)
    return { kind: 'unreadable', name: 'button', message: unknownRequestAnswer() };
  const input = inputOf(interaction, press.options);
  const request = { name: press.command, action, userId: interaction.user.id, input };
  return { kind: 'request', request, isShared: press.isShared };
}
