import type { Member, PracticePermission } from './practice-discord.ts';

/** Bits of Discord's permission field, by Discord's names. */
export const permissionBits = {
  Administrator: 1n << 3n,
  ManageGuild: 1n << 5n,
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  UseApplicationCommands: 1n << 31n,
} as const;

const EVERY_PERMISSION = (1n << 50n) - 1n;
const EVERYONE =
  permissionBits.ViewChannel |
  permissionBits.SendMessages |
  permissionBits.ReadMessageHistory |
  permissionBits.UseApplicationCommands;
/** What the README's invite link asks for, and no more. */
const BOT = EVERYONE | permissionBits.EmbedLinks | permissionBits.AttachFiles;

export type Person = {
  readonly id: string;
  readonly username: string;
  readonly isBot: boolean;
  readonly roleIds: readonly string[];
  readonly permissions: bigint;
};

export type Role = {
  readonly id: string;
  readonly name: string;
  readonly permissions: bigint;
  readonly mentionable: boolean;
};

export type Channel = { readonly id: string; readonly name: string };

/** One server with its channels, roles and people, and what the bot may do in each channel. */
export type World = {
  readonly guildId: string;
  readonly guildName: string;
  readonly applicationId: string;
  readonly bot: Person;
  readonly people: Readonly<Record<Member, Person>>;
  readonly roles: readonly Role[];
  readonly channels: readonly Channel[];
  readonly joinedAtMs: number;
  deny(channelId: string, permissions: readonly PracticePermission[]): void;
  deniedBits(channelId: string): bigint;
  botPermissions(channelId: string): bigint;
  person(id: string): Person | undefined;
};

/** Founds the server: an administrator, a plain member, the bot, and a role that alerts may mention. */
export function createWorld(options: {
  readonly nextId: () => string;
  readonly nowMs: number;
  readonly channelNames: readonly string[];
}): World {
  const { nextId } = options;
  const guildId = nextId();
  const applicationId = nextId();
  const role = (name: string, permissions: bigint, mentionable: boolean): Role => ({
    id: name === '@everyone' ? guildId : nextId(),
    name,
    permissions,
    mentionable,
  });
  const traders = role('traders', 0n, true);
  const botRole = role('hedgeflow', BOT, false);
  const person = (username: string, permissions: bigint, roleIds: readonly string[]): Person => ({
    id: username === 'hedgeflow' ? applicationId : nextId(),
    username,
    isBot: username === 'hedgeflow',
    roleIds,
    permissions,
  });
  const bot = person('hedgeflow', BOT, [botRole.id]);
  const people = {
    admin: person('ada', EVERY_PERMISSION, []),
    member: person('max', EVERYONE, [traders.id]),
  };
  const denied = new Map<string, bigint>();
  const deniedBits = (channelId: string) => denied.get(channelId) ?? 0n;
  return {
    guildId,
    guildName: 'Practice server',
    applicationId,
    bot,
    people,
    roles: [role('@everyone', EVERYONE, false), traders, botRole],
    channels: options.channelNames.map((name) => ({ id: nextId(), name })),
    joinedAtMs: options.nowMs,
    deny(channelId, permissions) {
      denied.set(
        channelId,
        permissions.reduce((bits, name) => bits | permissionBits[name], 0n),
      );
    },
    deniedBits,
    botPermissions: (channelId) => BOT & ~deniedBits(channelId),
    person: (id) => [bot, people.admin, people.member].find((one) => one.id === id),
  };
}
