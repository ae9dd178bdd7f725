import type { Problem } from '../problem.ts';
import type { WireCommand, WireOption } from '../wire.ts';

/** The description allows 130 in one body; Discord keeps 100 chat commands. */
const COMMANDS_MAX = 100;
/** Names, descriptions and values of a command with its options and choices. */
const COMMAND_LENGTH_MAX = 8_000;
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const CHAT_INPUT = 1;
const SUBCOMMAND_TYPES = [1, 2];
const LOCALES = new Set(
  (
    'ar bg cs da de el en-GB en-US es-419 es-ES fi fr he hi hr hu id it ja ko lt nl no pl pt-BR ' +
    'ro ru sv-SE th tr uk vi zh-CN zh-TW'
  ).split(' '),
);

type Path = readonly (string | number)[];

/** What Discord refuses in a whole set of commands though its description allows it. */
export function commandSetProblems(commands: readonly WireCommand[]): readonly Problem[] {
  const chat = commands.filter((command) => (command.type ?? CHAT_INPUT) === CHAT_INPUT);
  const tooMany =
    chat.length <= COMMANDS_MAX
      ? []
      : [problem([], 'MAX_COMMANDS', `${chat.length} commands, at most ${COMMANDS_MAX}`)];
  return [
    ...tooMany,
    ...repeatedNames(chat, []),
    ...commands.flatMap((command, index) => commandProblems(command, [index])),
  ];
}

function commandProblems(command: WireCommand, path: Path): readonly Problem[] {
  const isChat = (command.type ?? CHAT_INPUT) === CHAT_INPUT;
  const length = commandLength(command);
  const description = command.description ?? '';
  return [
    ...(isChat ? nameProblems(command.name, path) : []),
    ...(isChat && description === ''
      ? [problem([...path, 'description'], 'BASE_TYPE_REQUIRED', 'a description is required')]
      : []),
    ...(length > COMMAND_LENGTH_MAX
      ? [problem(path, 'COMMAND_TOO_LONG', `${length} characters, over ${COMMAND_LENGTH_MAX}`)]
      : []),
    ...localeProblems(command, path),
    ...optionListProblems(command.options ?? [], [...path, 'options']),
  ];
}

function optionListProblems(options: readonly WireOption[], path: Path): readonly Problem[] {
  const kinds = new Set(options.map((option) => SUBCOMMAND_TYPES.includes(option.type)));
  const firstOptional = options.findIndex((option) => option.required !== true);
  const lateRequired = options.findLastIndex((option) => option.required === true);
  return [
    ...(kinds.size > 1
      ? [problem(path, 'OPTIONS_MIXED', 'sub-commands cannot stand beside plain options')]
      : []),
    ...(firstOptional >= 0 && lateRequired > firstOptional
      ? [problem([...path, lateRequired], 'OPTION_REQUIRED_INVALID', 'required after optional')]
      : []),
    ...repeatedNames(options, path),
    ...options.flatMap((option, index) => optionProblems(option, [...path, index])),
  ];
}

function optionProblems(option: WireOption, path: Path): readonly Problem[] {
  const choices = option.choices ?? [];
  return [
    ...nameProblems(option.name, path),
    ...localeProblems(option, path),
    ...repeatedNames(choices, [...path, 'choices']),
    ...(option.autocomplete === true && choices.length > 0
      ? [problem(path, 'OPTION_AUTOCOMPLETE_CHOICES', 'autocomplete excludes fixed choices')]
      : []),
    ...optionListProblems(option.options ?? [], [...path, 'options']),
  ];
}

function nameProblems(name: string, path: Path): readonly Problem[] {
  if (NAME.test(name) && name === name.toLowerCase()) return [];
  return [
    problem(
      [...path, 'name'],
      'APPLICATION_COMMAND_INVALID_NAME',
      `"${name}" is not a lower-case name`,
    ),
  ];
}

function repeatedNames(
  named: readonly { readonly name: string }[],
  path: Path,
): readonly Problem[] {
  const names = named.map((one) => one.name);
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [problem([...path, index, 'name'], 'NAMES_NOT_UNIQUE', `"${name}" is used twice`)],
  );
}

function localeProblems(place: Readonly<Record<string, unknown>>, path: Path): readonly Problem[] {
  return ['name_localizations', 'description_localizations'].flatMap((field) =>
    Object.keys(place[field] ?? {})
      .filter((locale) => !LOCALES.has(locale))
      .map((locale) => problem([...path, field, locale], 'LOCALE_UNKNOWN', 'no such locale')),
  );
}

function commandLength(place: WireCommand | WireOption): number {
  const choices = (place.options ?? []).flatMap((option) => option.choices ?? []);
  const ofChoices = choices.reduce((sum, it) => sum + it.name.length + String(it.value).length, 0);
  const ofOptions = (place.options ?? []).reduce((sum, option) => sum + commandLength(option), 0);
  return place.name.length + (place.description?.length ?? 0) + ofChoices + ofOptions;
}

function problem(path: Path, code: string, message: string): Problem {
  return { path, code, message };
}
