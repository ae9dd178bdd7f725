import type { ButtonAction } from '../core/text/message.ts';

/** What pressing a button asks for. */
export type Press = {
  readonly command: string;
  /** Options of that command. */
  readonly options: Readonly<Record<string, string | number>>;
  /** Whether everyone in the channel sees the answer. */
  readonly isShared: boolean;
};

/** All that a button needs stands in its id, so that it works after a restart and a year later; `flow` alone takes a move, in percent. */
const PRESS =
  /^v1:(?:(share):)?(flip|gex|flow|by-hour|levels|why-differs|help)(?:(?<=^v1:flow)([-+]2))?:([^:]{0,12})$/;

/** The custom_id of a button, such as `v1:share:flip:BTC`. */
export function buttonId(action: ButtonAction, symbol: string): string {
  return `v1:${action}:${symbol}`;
}

/** Reads a custom_id; null where this version never wrote it. */
export function parseButtonId(customId: string): Press | null {
  const [, share, command, move, symbol] = PRESS.exec(customId) ?? [];
  if (command === undefined || symbol === undefined) return null;
  return {
    command,
    options: {
      ...(symbol !== '' && { symbol }),
      ...(move !== undefined && { move: Number(move) }),
    },
    isShared: share !== undefined,
  };
}
