import { commandSetProblems } from '../limits/commands.ts';
import { type Problem, problemLine } from '../problem.ts';
import { specProblems } from '../spec.ts';
import { wireCommand } from '../wire.ts';
import { cleaned } from '../without-nulls.ts';
import { wireApplication, wireUser } from '../world-wire.ts';
import { found, invalidBody, type Reply, refusal } from './reply.ts';
import type { RegisteredCommand, RestContext } from './rest-context.ts';
import type { RestRequest, Route } from './route.ts';

/** Identifies per day over all shards. */
const IDENTIFIES_MAX = 1_000;
const DAY_MS = 86_400_000;

/** Who the bot is, where its gateway stands, and its commands. */
export function applicationRoutes(context: RestContext): readonly Route[] {
  const { world } = context;
  const gateway = () =>
    found({
      url: context.gatewayUrl,
      shards: 1,
      session_start_limit: {
        total: IDENTIFIES_MAX,
        remaining: context.identifiesLeft(),
        reset_after: DAY_MS,
        max_concurrency: 1,
      },
    });
  const self = { ...wireUser(world.bot), mfa_enabled: false, locale: 'en-US' };
  const bot = { method: 'GET', access: 'bot' } as const;
  const commandPaths = [
    '/applications/:application/commands',
    '/applications/:application/guilds/:guild/commands',
  ];
  return [
    { ...bot, path: '/gateway/bot', answers: 'GatewayBotResponseSchema', run: gateway },
    { ...bot, path: '/users/@me', answers: 'UserPIIResponseSchema', run: () => found(self) },
    ...['/applications/@me', '/oauth2/applications/@me'].map(
      (path): Route => ({
        ...bot,
        path,
        answers: 'PrivateApplicationResponseSchema',
        run: () => found(wireApplication(world)),
      }),
    ),
    ...commandPaths.flatMap((path) => commandRoutes(context, path)),
  ];
}

function commandRoutes(context: RestContext, path: string): readonly Route[] {
  const shared = {
    path,
    access: 'bot',
    answers: { listOf: 'ApplicationCommandResponseSchema' },
  } as const;
  return [
    {
      ...shared,
      method: 'GET',
      run: ({ params }) => found(registered(context, params.guild)),
    },
    { ...shared, method: 'PUT', run: (request) => register(context, request) },
  ];
}

function registered(
  context: RestContext,
  guildId: string | undefined,
): readonly RegisteredCommand[] {
  return context.commands.get(guildId ?? 'global') ?? [];
}

function register(context: RestContext, { params, json }: RestRequest): Reply {
  const { world, journal } = context;
  if (params.application !== world.applicationId) return refusal(404, 10002, 'Unknown Application');
  const guildId = params.guild;
  if (guildId !== undefined && guildId !== world.guildId)
    return refusal(403, 50001, 'Missing Access');
  const given: readonly unknown[] = Array.isArray(json) ? json : [json];
  const problems: Problem[] = given.flatMap((command, index) =>
    specProblems('ApplicationCommandUpdateRequestSchema', withNumericPermissions(command)).map(
      (problem) => ({ ...problem, path: [index, ...problem.path] }),
    ),
  );
  const parsed = wireCommand.array().safeParse(cleaned(given));
  if (parsed.success) problems.push(...commandSetProblems(parsed.data));
  if (problems.length > 0 || !parsed.success) {
    for (const problem of problems) journal.violation(`commands: ${problemLine(problem)}`);
    return invalidBody(problems);
  }
  const before = registered(context, guildId);
  const stored = parsed.data.map((command): RegisteredCommand => {
    const id = before.find((it) => it.name === command.name)?.id ?? context.nextId();
    const { default_member_permissions: permissions, ...rest } = command;
    return {
      ...rest,
      id,
      application_id: world.applicationId,
      version: context.nextId(),
      type: command.type ?? 1,
      description: command.description ?? '',
      ...(guildId === undefined ? {} : { guild_id: guildId }),
      default_member_permissions: (permissions ?? null) === null ? null : String(permissions),
    };
  });
  context.commands.set(guildId ?? 'global', stored);
  journal.emit({ kind: 'commands-registered', names: parsed.data.map((command) => command.name) });
  return found(stored);
}

/** discord.js writes the bit field as a string, which Discord takes; its description says number. */
function withNumericPermissions(command: unknown): unknown {
  if (typeof command !== 'object' || command === null) return command;
  const permissions =
    'default_member_permissions' in command ? command.default_member_permissions : null;
  if (typeof permissions !== 'string' || !/^\d{1,16}$/.test(permissions)) return command;
  return { ...command, default_member_permissions: Number(permissions) };
}
