import type { CommandRequest } from '../practice-discord.ts';
import type { WireCommand, WireOption } from '../wire.ts';

const SUBCOMMAND = 1;

/** A command and, where it has them, one of its sub-commands. */
type Usage = {
  readonly words: string;
  readonly name: string;
  readonly subcommand: string | undefined;
  readonly description: string;
  readonly options: readonly WireOption[];
};

export type Suggestion = {
  /** The whole line after this suggestion was taken. */
  readonly line: string;
  readonly label: string;
  readonly description: string;
};

/** What could come next on the line; an option that asks the bot for hints is named instead. */
export type Next =
  | { readonly kind: 'suggestions'; readonly suggestions: readonly Suggestion[] }
  | {
      readonly kind: 'ask-bot';
      readonly name: string;
      readonly subcommand: string | undefined;
      readonly option: string;
      readonly typed: string;
      /** The line up to the value that is being typed. */
      readonly before: string;
    };

export type ParsedLine =
  | { readonly ok: true; readonly request: Omit<CommandRequest, 'channelId'> }
  | { readonly ok: false; readonly message: string };

/** Reads a line such as `/alert add symbol:BTC channel:#alerts`. */
export function parseCommandLine(line: string, commands: readonly WireCommand[]): ParsedLine {
  const usage = usageOf(line, commands);
  if (usage === undefined) {
    const known = usages(commands).map((it) => it.words);
    return { ok: false, message: `Not a command. Try one of: ${known.join(', ') || 'none yet'}` };
  }
  const { name, subcommand } = usage;
  const { values, rest } = optionValues(line.slice(usage.words.length), usage.options);
  if (rest !== '')
    return { ok: false, message: `"${rest}" belongs to no option of ${usage.words}` };
  const options = Object.fromEntries(values.map(({ option, value }) => [option.name, value]));
  return {
    ok: true,
    request: subcommand === undefined ? { name, options } : { name, subcommand, options },
  };
}

/** What may follow what has been typed so far. */
export function nextOnLine(line: string, commands: readonly WireCommand[]): Next {
  const usage = usageOf(line, commands);
  if (usage === undefined || !line.startsWith(`${usage.words} `)) {
    const typed = line.trim();
    const matching = usages(commands).filter((it) => it.words.startsWith(typed));
    return {
      kind: 'suggestions',
      suggestions: matching.map(({ words, description, options }) => ({
        line: options.length === 0 ? words : `${words} `,
        label: [words, ...options.map(optionLabel)].join(' '),
        description,
      })),
    };
  }
  const { values } = optionValues(line.slice(usage.words.length), usage.options);
  const last = values.at(-1);
  if (last !== undefined && !line.endsWith(' ')) return valuesFor(line, usage, last);
  const left = usage.options.filter((option) => !values.some((it) => it.option === option));
  return {
    kind: 'suggestions',
    suggestions: left.map((option) => ({
      line: `${line.trimEnd()} ${option.name}:`,
      label: optionLabel(option),
      description: option.description,
    })),
  };
}

type Value = { readonly option: WireOption; readonly value: string };

function valuesFor(line: string, usage: Usage, { option, value }: Value): Next {
  const before = line.slice(0, line.length - value.length);
  if (option.autocomplete === true) {
    const { name, subcommand } = usage;
    return { kind: 'ask-bot', name, subcommand, option: option.name, typed: value, before };
  }
  const choices = (option.choices ?? []).filter((choice) =>
    String(choice.value).toLowerCase().startsWith(value.toLowerCase()),
  );
  return {
    kind: 'suggestions',
    suggestions: choices.map((choice) => ({
      line: `${before}${choice.value} `,
      label: choice.name,
      description: option.description,
    })),
  };
}

/** Splits at the names of known options only, so that a value such as 08:30 stays whole. */
function optionValues(
  text: string,
  options: readonly WireOption[],
): { readonly values: readonly Value[]; readonly rest: string } {
  const starts = options
    .map((option) => ({ option, at: text.indexOf(` ${option.name}:`) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  const values = starts.map(({ option, at }, index) => ({
    option,
    value: text.slice(at + option.name.length + 2, starts[index + 1]?.at).trim(),
  }));
  return { values, rest: text.slice(0, starts[0]?.at).trim() };
}

function usages(commands: readonly WireCommand[]): readonly Usage[] {
  return commands.flatMap((command): readonly Usage[] => {
    const options = command.options ?? [];
    const subcommands = options.filter((option) => option.type === SUBCOMMAND);
    const plain = {
      words: `/${command.name}`,
      name: command.name,
      subcommand: undefined,
      description: command.description ?? '',
      options,
    };
    if (subcommands.length === 0) return [plain];
    return subcommands.map((subcommand) => ({
      words: `/${command.name} ${subcommand.name}`,
      name: command.name,
      subcommand: subcommand.name,
      description: subcommand.description,
      options: subcommand.options ?? [],
    }));
  });
}

function usageOf(line: string, commands: readonly WireCommand[]): Usage | undefined {
  return usages(commands).find(({ words }) => line === words || line.startsWith(`${words} `));
}

function optionLabel(option: WireOption): string {
  return option.required === true ? option.name : `[${option.name}]`;
}
