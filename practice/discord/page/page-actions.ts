import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { PracticeDiscord } from '../practice-discord.ts';
import type { WireCommand, WireOption } from '../wire.ts';
import type { World } from '../world.ts';
import { nextOnLine, parseCommandLine, type Suggestion } from './command-line.ts';

/** Types of options that name a place or a group. */
const OPTION_CHANNEL = 7;
const OPTION_ROLE = 8;
/** A line somebody typed, and then some. */
export const BODY_BYTES_MAX = 16_384;

const pageRequest = z.object({
  channelId: z.string(),
  line: z.string().optional(),
  messageId: z.string().optional(),
  customId: z.string().optional(),
});
type PageRequest = z.infer<typeof pageRequest>;

/** JSON only: a form on another site cannot send it without asking first. */
export async function readRequest(request: IncomingMessage): Promise<PageRequest | undefined> {
  if (request.headers['content-type'] !== 'application/json') return undefined;
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_BYTES_MAX) return undefined;
  }
  try {
    return pageRequest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

type PageReply =
  | { readonly problem: string | null }
  | { readonly suggestions: readonly Suggestion[] }
  | undefined;

type Person = Pick<PracticeDiscord, 'commands' | 'command' | 'autocomplete' | 'press'>;

/** Does what was asked on the page; undefined where nothing of that name can be asked. */
export async function act(
  discord: Person,
  world: World,
  body: PageRequest & { readonly path: string },
): Promise<PageReply> {
  const { path, channelId, line = '', messageId = '', customId = '' } = body;
  const commands = discord.commands();
  switch (path) {
    case '/page/command': {
      const parsed = parseCommandLine(withIds(line, world), commands);
      if (!parsed.ok) return { problem: parsed.message };
      return problemOf(discord.command({ ...parsed.request, channelId }));
    }
    case '/page/press':
      return problemOf(discord.press({ channelId, messageId, customId }));
    case '/page/suggest': {
      const next = nextOnLine(line, withPlaces(commands, world));
      if (next.kind === 'suggestions') return { suggestions: next.suggestions };
      const { name, subcommand, option, typed, before } = next;
      const choices = await discord
        .autocomplete({
          name,
          option,
          typed,
          channelId,
          ...(subcommand === undefined ? {} : { subcommand }),
        })
        .catch(() => []);
      return {
        suggestions: choices.map((choice) => ({
          line: `${before}${choice.value} `,
          label: choice.name,
          description: option,
        })),
      };
    }
    default:
      return undefined;
  }
}

/** Channels and roles are offered by name where an option asks for one. */
function withPlaces(commands: readonly WireCommand[], world: World): readonly WireCommand[] {
  const named = (sign: string, names: readonly { readonly name: string }[]) =>
    names.map(({ name }) => ({ name: sign + name, value: sign + name }));
  const choices = new Map([
    [OPTION_CHANNEL, named('#', world.channels)],
    [
      OPTION_ROLE,
      named(
        '@',
        world.roles.filter(({ mentionable }) => mentionable),
      ),
    ],
  ]);
  const placed = (option: WireOption): WireOption => ({
    ...option,
    choices: choices.get(option.type) ?? option.choices,
    options: option.options?.map(placed),
  });
  return commands.map((command) => ({ ...command, options: command.options?.map(placed) }));
}

async function problemOf(deed: Promise<unknown>): Promise<{ readonly problem: string | null }> {
  try {
    await deed;
    return { problem: null };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** People write #alerts and @traders; Discord sends ids. */
function withIds(line: string, world: World): string {
  return line
    .replace(
      /#([\w-]+)/g,
      (all, name: string) => world.channels.find((it) => it.name === name)?.id ?? all,
    )
    .replace(
      /@([\w-]+)/g,
      (all, name: string) => world.roles.find((it) => it.name === name)?.id ?? all,
    );
}
