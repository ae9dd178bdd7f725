import type { PracticeMessage } from './practice-discord.ts';

/** Discord forgets tokens after 15 minutes; these are all a long demo can have open. */
const INTERACTIONS_MAX = 1_000;

export type InteractionKind = 'command' | 'autocomplete' | 'button';

/** How an interaction ended for the person who started it. */
export type InteractionEnd =
  | {
      readonly kind: 'message';
      readonly message: PracticeMessage;
      readonly firstResponseMs: number;
    }
  | { readonly kind: 'choices'; readonly choices: readonly { name: string; value: string }[] };

export type Interaction = {
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  readonly channelId: string;
  readonly userId: string;
  readonly label: string;
  readonly pressedMessageId: string | null;
  readonly openedAtMs: number;
  /** `updating`: a button's press was acknowledged, its message may still change. */
  stage: 'waiting' | 'deferred' | 'updating' | 'answered';
  firstResponseMs: number;
  /** The message that `@original` means. */
  originalId: string | null;
  readonly end: PromiseWithResolvers<InteractionEnd>;
};

export type Opening = Pick<
  Interaction,
  'kind' | 'channelId' | 'userId' | 'label' | 'pressedMessageId'
>;

export type InteractionLimits = {
  readonly firstResponseMsMax: number;
  readonly tokenMs: number;
};

/** The open interactions and the rules of time that bind their answers. */
export type Interactions = {
  open(opening: Opening): Interaction;
  /** For the first response: absent when it is unknown or the three seconds are over. */
  awaiting(id: string, token: string): Interaction | undefined;
  /** For what follows the first response: absent when unknown or the token has expired. */
  byToken(token: string): Interaction | undefined;
  close(): void;
};

/** No interactions yet. Durations are real time, as the bot's own deadlines are. */
export function createInteractions(options: {
  readonly nextId: () => string;
  readonly limits: InteractionLimits;
}): Interactions {
  const byToken = new Map<string, Interaction>();
  const timers = new Set<NodeJS.Timeout>();
  const { firstResponseMsMax, tokenMs } = options.limits;
  const ageMs = (interaction: Interaction) => performance.now() - interaction.openedAtMs;
  return {
    open(opening) {
      const id = options.nextId();
      const interaction: Interaction = {
        ...opening,
        id,
        token: `practice-interaction-${id}`,
        openedAtMs: performance.now(),
        stage: 'waiting',
        firstResponseMs: 0,
        originalId: null,
        end: Promise.withResolvers(),
      };
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (interaction.stage !== 'waiting') return;
        interaction.end.reject(new Error(`${opening.label}: the application did not respond`));
      }, firstResponseMsMax);
      timers.add(timer);
      byToken.set(interaction.token, interaction);
      const oldest = byToken.size > INTERACTIONS_MAX ? byToken.keys().next().value : undefined;
      if (oldest !== undefined) byToken.delete(oldest);
      return interaction;
    },
    awaiting(id, token) {
      const interaction = byToken.get(token);
      if (interaction?.id !== id) return undefined;
      const isLate = interaction.stage === 'waiting' && ageMs(interaction) > firstResponseMsMax;
      return isLate ? undefined : interaction;
    },
    byToken(token) {
      const interaction = byToken.get(token);
      return interaction === undefined || ageMs(interaction) > tokenMs ? undefined : interaction;
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      for (const { end } of byToken.values()) {
        end.promise.catch(() => undefined);
        end.reject(new Error('the practice Discord was closed'));
      }
    },
  };
}
