import { randomUUID } from 'node:crypto';
import type { Clock } from '../core/schedule/clock.ts';
import type { Message } from '../core/text/message.ts';
import {
  failedAnswer,
  needsManageServerAnswer,
  quotaAnswer,
  serverOnlyAnswer,
  tooSlowAnswer,
} from '../core/text/refusals.ts';
import type { Log } from '../log.ts';
import type { SlashAction, SlashInput } from './interactions.ts';
import { createQuota } from './quota.ts';

/** One request, free of Discord; `input` is null outside a server. */
export type Request<Context> = {
  /** Full name for the log, such as `alert add`. */
  readonly name: string;
  readonly action: SlashAction<Context>;
  readonly userId: string;
  readonly input: SlashInput | null;
};

export type Admission =
  | { readonly kind: 'admitted'; readonly input: SlashInput }
  | { readonly kind: 'refused'; readonly message: Message };

/** Reading levels takes milliseconds: after this the store hangs, and the user should hear of it. */
const COMMAND_DEADLINE_MS = 10_000;

const TOO_SLOW = Symbol('too slow');

/** The guards before a command and the nets around it. */
export type Answers<Context> = {
  /** In a server, with the permission the command needs, within the user's quota. */
  readonly admit: (request: Request<Context>) => Admission;
  /** Runs an admitted request; a throw or a missed deadline becomes a sentence, and one line in the log. */
  readonly run: (request: Request<Context>, input: SlashInput) => Promise<Message>;
};

/** Builds guards and nets that share one quota. */
export function createAnswers<Context extends { readonly clock: Clock }>({
  context,
  log,
  deadlineMs = COMMAND_DEADLINE_MS,
}: {
  readonly context: Context;
  readonly log: Log;
  readonly deadlineMs?: number;
}): Answers<Context> {
  const quota = createQuota();

  function refusalOf({ action, userId }: Request<Context>, input: SlashInput): Message | null {
    if (action.needs === 'manage-guild' && !input.canManageGuild) return needsManageServerAnswer();
    const spent = quota.spend(userId, context.clock.nowMs());
    return spent.kind === 'refused' ? quotaAnswer(spent.secondsLeft) : null;
  }

  return {
    admit(request) {
      if (request.input === null) return { kind: 'refused', message: serverOnlyAnswer() };
      const message = refusalOf(request, request.input);
      return message === null
        ? { kind: 'admitted', input: request.input }
        : { kind: 'refused', message };
    },

    async run({ name, action }, input) {
      let timer: NodeJS.Timeout | undefined;
      const deadline = new Promise<typeof TOO_SLOW>((resolve) => {
        timer = setTimeout(() => resolve(TOO_SLOW), deadlineMs);
      });
      try {
        const running = action.run(input, context);
        const message = await Promise.race([running, deadline]);
        if (message !== TOO_SLOW) return message;
        log.error('command too slow', { command: name, deadlineMs });
        // Its late result has nowhere to go, but a late throw must not end the process.
        running.catch((error: unknown) =>
          log.error('command failed late', { command: name, detail: String(error) }),
        );
        return tooSlowAnswer(deadlineMs / 1000);
      } catch (error) {
        const errorId = randomUUID().slice(0, 8);
        log.error('command failed', { errorId, command: name, detail: String(error) });
        return failedAnswer(errorId);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
