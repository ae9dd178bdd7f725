import type { Gateway } from '../gateway/gateway.ts';
import type { Interaction, InteractionEnd, Opening } from '../interactions.ts';
import { wireMessage } from '../messages/message-wire.ts';
import type { Answer, CommandRequest, PracticeDiscord, PressRequest } from '../practice-discord.ts';
import type { RestContext } from '../rest/rest-context.ts';
import { componentType, messageFlags, type WireComponent } from '../wire.ts';
import { type Channel, permissionBits } from '../world.ts';
import {
  filledOptions,
  findCommand,
  optionsOf,
  resolved,
  underSubcommand,
} from './command-input.ts';
import { interactionPayload } from './interaction-payload.ts';

/** A person would have given up long before; a test should say so rather than time out. */
const ANSWER_WAIT_MS = 20_000;
const CHAT_INPUT = 1;

export type User = Pick<PracticeDiscord, 'command' | 'autocomplete' | 'press'>;

/** A person at the keyboard: types commands, presses buttons, sees answers. */
export function createUser(context: RestContext, gateway: Gateway): User {
  const { world, interactions } = context;

  const start = async (
    opening: Opening,
    data: Record<string, unknown>,
  ): Promise<InteractionEnd> => {
    const channel = channelOf(context, opening.channelId);
    const person = world.person(opening.userId) ?? world.people.member;
    if (gateway.sessions() === 0) throw new Error(`${opening.label}: no bot is connected`);
    const interaction = interactions.open(opening);
    gateway.dispatch(
      'INTERACTION_CREATE',
      interactionPayload({ world, interaction, channel, person, data }),
    );
    return withDeadline(interaction);
  };
  const registered = () => [...context.commands.values()].flat();

  return {
    async command(request) {
      const command = findCommand(registered(), request.name);
      const person = world.people[request.as ?? 'admin'];
      refuseHidden(request, command.default_member_permissions, person.permissions);
      const options = filledOptions(optionsOf(command, request.subcommand), request.options ?? {});
      const named = resolved(world, options);
      const end = await start(
        {
          kind: 'command',
          channelId: request.channelId,
          userId: person.id,
          label: commandLabel(request),
          pressedMessageId: null,
        },
        {
          data: {
            id: command.id,
            name: command.name,
            type: CHAT_INPUT,
            options: underSubcommand(request.subcommand, options),
            ...(Object.keys(named).length === 0 ? {} : { resolved: named }),
          },
        },
      );
      return answerOf(end);
    },
    async autocomplete(request) {
      const command = findCommand(registered(), request.name);
      const option = optionsOf(command, request.subcommand).find(
        (it) => it.name === request.option,
      );
      if (option?.autocomplete !== true) {
        throw new Error(`"${request.option}" of ${commandLabel(request)} has no autocomplete`);
      }
      const focused = {
        type: option.type,
        name: option.name,
        value: request.typed,
        focused: true,
      } as const;
      const end = await start(
        {
          kind: 'autocomplete',
          channelId: request.channelId,
          userId: world.people.admin.id,
          label: commandLabel(request),
          pressedMessageId: null,
        },
        {
          data: {
            id: command.id,
            name: command.name,
            type: CHAT_INPUT,
            options: underSubcommand(request.subcommand, [focused]),
          },
        },
      );
      return end.kind === 'choices' ? end.choices : [];
    },
    async press(request) {
      const message = context.messages.find(request.channelId, request.messageId);
      const button = buttonsOf(message?.components ?? []).find(
        (it) => it.custom_id === request.customId,
      );
      if (message === undefined || button === undefined || button.disabled === true) {
        throw new Error(`message ${request.messageId} has no button ${request.customId} to press`);
      }
      const end = await start(
        pressOpening(request, button, world.people[request.as ?? 'admin'].id),
        {
          data: { custom_id: request.customId, component_type: componentType.button },
          message: wireMessage(world, message),
        },
      );
      return answerOf(end);
    },
  };
}

function commandLabel(request: { readonly name: string; readonly subcommand?: string }): string {
  return [`/${request.name}`, request.subcommand].filter((part) => part !== undefined).join(' ');
}

function pressOpening(request: PressRequest, button: WireComponent, userId: string): Opening {
  return {
    kind: 'button',
    channelId: request.channelId,
    userId,
    label: button.label ?? request.customId,
    pressedMessageId: request.messageId,
  };
}

function buttonsOf(components: readonly WireComponent[]): readonly WireComponent[] {
  return components.flatMap((component) =>
    component.type === componentType.button ? [component] : buttonsOf(component.components ?? []),
  );
}

function channelOf(context: RestContext, channelId: string): Channel {
  const channel = context.world.channels.find((it) => it.id === channelId);
  if (channel === undefined) throw new Error(`there is no channel ${channelId}`);
  return channel;
}

/** Discord does not offer a command to people who lack its default permissions, unless an administrator opened it. */
function refuseHidden(
  request: CommandRequest,
  needed: string | number | null | undefined,
  permissions: bigint,
): void {
  if (needed === null || needed === undefined || request.openToEveryone === true) return;
  const bits = BigInt(needed);
  const isAdministrator = (permissions & permissionBits.Administrator) !== 0n;
  if (isAdministrator || (bits !== 0n && (permissions & bits) === bits)) return;
  throw new Error(`${commandLabel(request)} is not offered to this member`);
}

async function withDeadline(interaction: Interaction): Promise<InteractionEnd> {
  const timer = setTimeout(
    () =>
      interaction.end.reject(
        new Error(`${interaction.label}: no answer within ${ANSWER_WAIT_MS} ms`),
      ),
    ANSWER_WAIT_MS,
  );
  try {
    return await interaction.end.promise;
  } finally {
    clearTimeout(timer);
  }
}

function answerOf(end: InteractionEnd): Answer {
  if (end.kind !== 'message') throw new Error('the bot sent choices where an answer was expected');
  const { message, firstResponseMs } = end;
  return {
    ephemeral: (message.flags & messageFlags.ephemeral) !== 0,
    content: message.content,
    embeds: message.embeds,
    components: message.components,
    attachments: message.attachments,
    firstResponseMs,
    messageId: message.id,
  };
}
