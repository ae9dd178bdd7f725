import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, Events, Routes, Status } from 'discord.js';
import type { Charts } from '../charts/charts.ts';
import type { Clock } from '../core/schedule/clock.ts';
import type { Log } from '../log.ts';
import type { Secret } from '../secret.ts';
import { createClient } from './client.ts';
import { fatalCloseSentence, fatalErrorSentence } from './fatal.ts';
import { createIdentifyThrottler } from './identify-throttler.ts';
import { createInteractionAnswers } from './interaction-answers.ts';
import type { ChannelAccess, Place, SlashCommand } from './interactions.ts';
import { missingPermissions } from './permissions.ts';
import { registrationOf } from './registration.ts';
import type { Provenance } from './render.ts';

type GatewayOptions<Context> = {
  readonly token: Secret;
  /** REST prefix before `/v10`; the gateway's own address comes from there. */
  readonly apiUrl: string;
  /** They are given the context, and what the gateway knows of channels. */
  readonly commands: readonly SlashCommand<NoInfer<Context> & ChannelAccess>[];
  readonly context: Context;
  readonly charts: Charts;
  readonly provenance: Provenance;
  readonly log: Log;
  /** Called with every server that the bot is in, when that is known and whenever it changes; an outage of one is no change. */
  readonly onGuilds: (guildIds: readonly string[]) => void;
  /** Called at most once, with a sentence that says what to mend: reconnecting cannot help. */
  readonly onFatal: (sentence: string) => void;
};

/** The connection on which commands and buttons arrive; posting does not depend on it. */
export interface Gateway extends ChannelAccess {
  /**
   * Connects and registers the commands. Resolves when ready, when it became clear that only a person can help, or when
   * the signal fires: connecting then goes on until `stop`.
   */
  start(signal: AbortSignal): Promise<void>;
  /** Waits briefly for answers under way, then disconnects. */
  stop(): Promise<void>;
  isReady(): boolean;
}

const RETRY_FIRST_MS = 1_000;
/** Back within a minute after any outage. */
const RETRY_MS_MAX = 60_000;
/** The whole process must stop within five seconds: answers under way, then Discord's goodbye. */
const FINISH_MS_MAX = 1_500;
const GOODBYE_MS_MAX = 1_000;
/** Discord sends the guilds right after READY; discord.js itself gives up waiting for them after 15 s. */
const READY_MS_MAX = 60_000;
const REGISTER_MS_MAX = 20_000;

/** Disconnects; a peer that does not close its side is not waited for. */
async function disconnect(client: Client, log: Log): Promise<void> {
  const goodbye = client.destroy().catch((error: unknown) => {
    log.warn('gateway not closed cleanly', { reason: String(error) });
  });
  await Promise.race([goodbye, sleep(GOODBYE_MS_MAX, undefined, { ref: false })]);
}

/** Builds the gateway; nothing connects before `start`. */
export function createGateway<Context extends { readonly clock: Clock }>(
  options: GatewayOptions<Context>,
): Gateway {
  const { token, apiUrl, commands, log } = options;
  const stopping = new AbortController();
  const throttler = createIdentifyThrottler();
  const underWay = new Set<Promise<void>>();
  let client: Client | null = null;
  let isEnded = false;

  const missing = (place: Place) =>
    client === null ? ['View Channel'] : missingPermissions(client, place);
  const answer = createInteractionAnswers({
    ...options,
    context: { ...options.context, missingPermissions: missing },
  });

  function end(sentence: string): void {
    if (isEnded) return;
    isEnded = true;
    stopping.abort();
    options.onFatal(sentence);
  }

  function listen(made: Client): void {
    made.on(Events.InteractionCreate, (interaction) => {
      const answering = answer(interaction).finally(() => underWay.delete(answering));
      underWay.add(answering);
    });
    made.on(Events.ShardDisconnect, ({ code }) => {
      const sentence = fatalCloseSentence(code);
      if (sentence !== null) end(sentence);
    });
    const tellGuilds = () => options.onGuilds([...made.guilds.cache.keys()]);
    made.on(Events.ClientReady, tellGuilds);
    made.on(Events.GuildCreate, tellGuilds);
    made.on(Events.GuildDelete, tellGuilds);
    made.on(Events.ShardReconnecting, () => {
      // discord.js tells of it also when it closes for good.
      if (!stopping.signal.aborted) log.warn('gateway reconnecting');
    });
    made.on(Events.ShardResume, () => log.info('gateway resumed'));
    // An 'error' event without a listener would end the process.
    made.on(Events.Error, (error) => log.error('client error', { reason: error.message }));
    made.on(Events.ShardError, (error) =>
      log.warn('gateway connection failed', { reason: error.message }),
    );
  }

  /** One login with a client of its own: discord.js cannot use one again whose login failed. */
  async function connect(): Promise<void> {
    const made = createClient(apiUrl, throttler);
    client = made;
    listen(made);
    const within = AbortSignal.any([stopping.signal, AbortSignal.timeout(READY_MS_MAX)]);
    try {
      const ready = once(made, Events.ClientReady, { signal: within });
      await Promise.race([ready, made.login(token.reveal()).then(() => ready)]);
    } catch (error) {
      await disconnect(made, log);
      throw error;
    }
  }

  async function register(): Promise<void> {
    const deadline = AbortSignal.timeout(REGISTER_MS_MAX);
    await client?.rest.put(Routes.applicationCommands(client.application?.id ?? ''), {
      body: commands.map(registrationOf),
      signal: AbortSignal.any([stopping.signal, deadline]),
    });
  }

  /** Repeats a step until it succeeds, only a person can help, or the gateway is stopped. */
  async function untilDone(name: string, step: () => Promise<void>): Promise<void> {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      try {
        return await step();
      } catch (error) {
        if (stopping.signal.aborted) return;
        const sentence = fatalErrorSentence(error);
        if (sentence !== null) return end(sentence);
        const waitMs = Math.min(RETRY_MS_MAX, RETRY_FIRST_MS * 2 ** attempt);
        const reason = error instanceof Error ? error.message : 'unknown';
        log.warn(`gateway could not ${name}`, { reason, waitMs });
        await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  }

  async function connectAndRegister(): Promise<void> {
    await untilDone('connect', connect);
    await untilDone('register', register);
    if (!stopping.signal.aborted) log.info('gateway ready', { commands: commands.length });
  }

  return {
    async start(signal) {
      const gaveUp = once(signal, 'abort').then(() => undefined);
      if (!signal.aborted) await Promise.race([connectAndRegister(), gaveUp]);
    },

    async stop() {
      stopping.abort();
      const patience = sleep(FINISH_MS_MAX, undefined, { ref: false });
      await Promise.race([Promise.allSettled(underWay), patience]);
      underWay.clear();
      if (client !== null) await disconnect(client, log);
    },

    isReady() {
      const shards = client?.ws.shards;
      return (
        shards !== undefined &&
        shards.size > 0 &&
        shards.every(({ status }) => status === Status.Ready)
      );
    },

    missingPermissions: missing,
  };
}
