import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Interaction,
  MessageFlags,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import type { Charts } from '../charts/charts.ts';
import type { Clock } from '../core/schedule/clock.ts';
import type { Message } from '../core/text/message.ts';
import type { Log } from '../log.ts';
import { createAnswers } from './answers.ts';
import type { SlashCommand } from './interactions.ts';
import { drawPicture } from './picture.ts';
import { type Provenance, renderMessage } from './render.ts';
import { findAction, readButton, readSlash } from './request.ts';

type Parts<Context> = {
  readonly commands: readonly SlashCommand<Context>[];
  readonly context: Context;
  readonly charts: Charts;
  readonly provenance: Provenance;
  readonly log: Log;
};

/** Drawing behind a busy queue; the answer goes out without its chart after it. */
const CHART_DEADLINE_MS = 10_000;
/** Sending the finished answer with its chart. */
const EDIT_DEADLINE_MS = 20_000;
/** Discord's limits on hints. */
const SUGGESTIONS = { countMax: 25, lengthMax: 100 };

type Answerable = ChatInputCommandInteraction | ButtonInteraction;

type Reply = {
  /** For the log. */
  readonly name: string;
  /** Whether the whole channel sees it. */
  readonly isPublic: boolean;
  readonly message: () => Promise<Message>;
};

/** What is shown to everybody needs no button to show it to everybody. */
function withoutShare(message: Message): Message {
  const buttons = message.buttons.filter(({ action }) => !action.startsWith('share:'));
  return { ...message, buttons };
}

/** Interaction tokens stand in the addresses of failed requests, so only codes reach the log. */
function failureFields(error: unknown): { readonly status: number | null; readonly code: string } {
  if (error instanceof DiscordAPIError) return { status: error.status, code: String(error.code) };
  return { status: null, code: error instanceof Error ? error.name : 'unknown' };
}

/** Answers slash commands, buttons and autocompletion; the promise never rejects. */
export function createInteractionAnswers<Context extends { readonly clock: Clock }>(
  parts: Parts<Context>,
): (interaction: Interaction) => Promise<void> {
  const { commands, context, charts, provenance, log } = parts;
  const answers = createAnswers({ context, log });

  function replyTo(interaction: Answerable): Reply {
    const reading = interaction.isButton()
      ? readButton(interaction, commands)
      : readSlash(interaction, commands);
    if (reading.kind === 'unreadable') {
      const { name, message } = reading;
      return { name, isPublic: false, message: () => Promise.resolve(message) };
    }
    const { request, isShared } = reading;
    const admission = answers.admit(request);
    if (admission.kind === 'refused') {
      const { message } = admission;
      return { name: request.name, isPublic: false, message: () => Promise.resolve(message) };
    }
    const message = async () => {
      const answer = await answers.run(request, admission.input);
      return isShared ? withoutShare(answer) : answer;
    };
    return { name: request.name, isPublic: isShared, message };
  }

  /** True where Discord now waits for our answer. */
  async function defer(interaction: Answerable, { name, isPublic }: Reply): Promise<boolean> {
    try {
      await interaction.deferReply(isPublic ? {} : { flags: MessageFlags.Ephemeral });
      return true;
    } catch (error) {
      log.warn('interaction not deferred', { command: name, ...failureFields(error) });
      // A repeat of a defer whose answer was lost: Discord has the first one and waits.
      return (
        error instanceof DiscordAPIError &&
        error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged
      );
    }
  }

  async function answer(interaction: Answerable): Promise<void> {
    const reply = replyTo(interaction);
    if (!(await defer(interaction, reply))) return;
    const message = await reply.message();
    const signal = AbortSignal.timeout(CHART_DEADLINE_MS);
    const picture = await drawPicture(charts, message.chart, signal);
    const payload = renderMessage(message, { picture, provenance, mentionRoleId: null });
    const { applicationId, token, client } = interaction;
    try {
      await client.rest.patch(Routes.webhookMessage(applicationId, token, '@original'), {
        ...payload,
        // The interaction's own token is the key; beside the bot's, an expired one would read as a wrong bot token.
        auth: false,
        signal: AbortSignal.timeout(EDIT_DEADLINE_MS),
      });
    } catch (error) {
      log.warn('interaction not answered', { command: reply.name, ...failureFields(error) });
    }
  }

  async function suggest(interaction: AutocompleteInteraction): Promise<void> {
    const subcommand = interaction.options.getSubcommand(false);
    const action = findAction(commands, interaction.commandName, subcommand);
    const focused = interaction.options.getFocused(true);
    const option = action?.options.find(({ name }) => name === focused.name);
    const hints = option?.type === 'text' ? (option.suggest?.(focused.value, context) ?? []) : [];
    const choices = hints
      .filter((hint) => hint.length <= SUGGESTIONS.lengthMax)
      .slice(0, SUGGESTIONS.countMax);
    await interaction.respond(choices.map((value) => ({ name: value, value })));
  }

  return async (interaction) => {
    try {
      if (interaction.isAutocomplete()) await suggest(interaction);
      else if (interaction.isChatInputCommand() || interaction.isButton())
        await answer(interaction);
    } catch (error) {
      log.error('interaction failed', failureFields(error));
    }
  };
}
