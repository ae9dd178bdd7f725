import type { RegisteredCommand } from '../rest/rest-context.ts';
import type { WireCommand, WireOption } from '../wire.ts';
import type { World } from '../world.ts';
import { wireChannel, wireRole } from '../world-wire.ts';

/** Types of options as Discord numbers them. */
const OPTION = {
  subcommand: 1,
  string: 3,
  integer: 4,
  boolean: 5,
  channel: 7,
  role: 8,
  number: 10,
} as const;

export type WireValue = {
  readonly type: number;
  readonly name: string;
  readonly value?: string | number | boolean;
  readonly focused?: true;
  readonly options?: readonly WireValue[];
};

/** The command that Discord would offer under this name, or an error that says what it offers. */
export function findCommand(
  commands: readonly RegisteredCommand[],
  name: string,
): RegisteredCommand {
  const command = commands.find((it) => it.name === name);
  if (command !== undefined) return command;
  const names = commands.map((it) => `/${it.name}`).join(', ');
  throw new Error(`/${name} is not registered; registered are: ${names || 'none'}`);
}

/** The options of the command itself or of one sub-command. */
export function optionsOf(
  command: WireCommand,
  subcommand: string | undefined,
): readonly WireOption[] {
  const subcommands = (command.options ?? []).filter((it) => it.type === OPTION.subcommand);
  if (subcommand === undefined) {
    if (subcommands.length === 0) return command.options ?? [];
    throw new Error(
      `/${command.name} needs one of: ${subcommands.map((it) => it.name).join(', ')}`,
    );
  }
  const chosen = subcommands.find((it) => it.name === subcommand);
  if (chosen === undefined) throw new Error(`/${command.name} has no sub-command ${subcommand}`);
  return chosen.options ?? [];
}

/** What a person typed, as Discord's own client would check and send it. */
export function filledOptions(
  offered: readonly WireOption[],
  typed: Readonly<Record<string, string | number>>,
): readonly WireValue[] {
  for (const name of Object.keys(typed)) {
    if (!offered.some((option) => option.name === name)) throw new Error(`no option "${name}"`);
  }
  return offered.flatMap((option) => {
    const value = typed[option.name];
    if (value !== undefined) {
      return [{ type: option.type, name: option.name, value: converted(option, value) }];
    }
    if (option.required === true) throw new Error(`the option "${option.name}" is required`);
    return [];
  });
}

/** Wraps options into their sub-command. */
export function underSubcommand(
  subcommand: string | undefined,
  options: readonly WireValue[],
): readonly WireValue[] {
  return subcommand === undefined
    ? options
    : [{ type: OPTION.subcommand, name: subcommand, options }];
}

/** The channels and roles that options name, as Discord sends them along. */
export function resolved(world: World, options: readonly WireValue[]): Record<string, unknown> {
  const named = (type: number) =>
    options.filter((option) => option.type === type).map((option) => String(option.value));
  const channels = world.channels
    .filter((channel) => named(OPTION.channel).includes(channel.id))
    .map((channel) => [
      channel.id,
      { ...wireChannel(world, channel), permissions: world.people.admin.permissions.toString() },
    ]);
  const roles = world.roles
    .filter((role) => named(OPTION.role).includes(role.id))
    .map((role, index) => [role.id, wireRole(role, index)]);
  const missing = [...named(OPTION.channel), ...named(OPTION.role)].filter(
    (id) => ![...channels, ...roles].some(([known]) => known === id),
  );
  if (missing.length > 0) throw new Error(`no channel or role ${missing.join(', ')}`);
  return {
    ...(channels.length === 0 ? {} : { channels: Object.fromEntries(channels) }),
    ...(roles.length === 0 ? {} : { roles: Object.fromEntries(roles) }),
  };
}

function converted(option: WireOption, value: string | number): string | number | boolean {
  const fail = (why: string) =>
    new Error(`"${value}" is not possible for "${option.name}": ${why}`);
  const choices = option.choices ?? [];
  if (choices.length > 0 && !choices.some((choice) => String(choice.value) === String(value))) {
    throw fail(`choose one of ${choices.map((choice) => choice.value).join(', ')}`);
  }
  if (option.type === OPTION.boolean) return String(value) === 'true';
  if (option.type !== OPTION.integer && option.type !== OPTION.number) {
    const text = String(value);
    if (text.length > (option.max_length ?? Number.POSITIVE_INFINITY)) throw fail('too long');
    return text;
  }
  const number = Number(value);
  if (!Number.isFinite(number)) throw fail('not a number');
  if (option.type === OPTION.integer && !Number.isInteger(number)) throw fail('not a whole number');
  if (number < (option.min_value ?? Number.NEGATIVE_INFINITY)) throw fail('too small');
  if (number > (option.max_value ?? Number.POSITIVE_INFINITY)) throw fail('too large');
  return number;
}
