import type { Answer, AutocompleteRequest, CommandRequest } from '../practice-discord.ts';
import type { RegisteredCommand } from '../rest/rest-context.ts';
import { permissionBits } from '../world.ts';
import {
  filledOptions,
  findCommand,
  optionsOf,
  resolved,
  underSubcommand,
  type WireValue,
} from './command-input.ts';
import { answerOf, type Desk, startInteraction } from './start-interaction.ts';

const CHAT_INPUT = 1;

/** Types a slash command as far as Discord's own client would let it pass, and waits for the answer. */
export async function typeCommand(desk: Desk, request: CommandRequest): Promise<Answer> {
  const { world } = desk.context;
  const command = findCommand(registered(desk), request.name);
  const person = world.people[request.as ?? 'admin'];
  refuseHidden(request, command, person.permissions);
  const options = filledOptions(optionsOf(command, request.subcommand), request.options ?? {});
  const named = resolved(world, options);
  const end = await startInteraction(
    desk,
    {
      kind: 'command',
      channelId: request.channelId,
      userId: person.id,
      label: labelOf(request),
      pressedMessageId: null,
    },
    {
      data: {
        ...commandData(command, request.subcommand, options),
        ...(Object.keys(named).length === 0 ? {} : { resolved: named }),
      },
    },
  );
  return answerOf(end);
}

/** Types the beginning of an option's value and reads the bot's suggestions. */
export async function typeOption(
  desk: Desk,
  request: AutocompleteRequest,
): Promise<readonly { readonly name: string; readonly value: string }[]> {
  const command = findCommand(registered(desk), request.name);
  const option = optionsOf(command, request.subcommand).find((it) => it.name === request.option);
  if (option?.autocomplete !== true) {
    throw new Error(`"${request.option}" of ${labelOf(request)} has no autocomplete`);
  }
  const { type, name } = option;
  const focused = { type, name, value: request.typed, focused: true } as const;
  const end = await startInteraction(
    desk,
    {
      kind: 'autocomplete',
      channelId: request.channelId,
      userId: desk.context.world.people.admin.id,
      label: labelOf(request),
      pressedMessageId: null,
    },
    { data: commandData(command, request.subcommand, [focused]) },
  );
  return end.kind === 'choices' ? end.choices : [];
}

function registered({ context }: Desk): readonly RegisteredCommand[] {
  return [...context.commands.values()].flat();
}

function commandData(
  { id, name }: RegisteredCommand,
  subcommand: string | undefined,
  options: readonly WireValue[],
): Readonly<Record<string, unknown>> {
  return { id, name, type: CHAT_INPUT, options: underSubcommand(subcommand, options) };
}

function labelOf(request: { readonly name: string; readonly subcommand?: string }): string {
  return [`/${request.name}`, request.subcommand].filter((part) => part !== undefined).join(' ');
}

/** Discord does not offer a command to people who lack its default permissions, unless an administrator opened it. */
function refuseHidden(
  request: CommandRequest,
  command: RegisteredCommand,
  permissions: bigint,
): void {
  const needed = command.default_member_permissions ?? null;
  if (needed === null || request.openToEveryone === true) return;
  const bits = BigInt(needed);
  const isAdministrator = (permissions & permissionBits.Administrator) !== 0n;
  if (isAdministrator || (bits !== 0n && (permissions & bits) === bits)) return;
  throw new Error(`${labelOf(request)} is not offered to this member`);
}
