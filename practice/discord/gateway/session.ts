import { OP } from './frames.ts';

/** Events kept for a resume: hours of a quiet server. */
const REPLAY_MAX = 500;

type Dispatch = { readonly op: 0; readonly t: string; readonly s: number; readonly d: unknown };

/** A bot's session: it outlives its connection, and replays what was missed. */
export type Session = {
  readonly id: string;
  /** Sends now if connected, and remembers for a resume. */
  dispatch(type: string, payload: unknown): void;
  /** Connects, or with null disconnects. */
  attach(send: ((frame: unknown) => void) | null): void;
  isConnected(): boolean;
  /** Replays what came after the sequence number; false where that number is impossible or too old. */
  replayAfter(sequence: number): boolean;
};

/** A session that has sent nothing yet. */
export function createSession(id: string): Session {
  const sent: Dispatch[] = [];
  let sequence = 0;
  let send: ((frame: unknown) => void) | null = null;
  return {
    id,
    dispatch(type, payload) {
      sequence += 1;
      const dispatch: Dispatch = { op: OP.dispatch, t: type, s: sequence, d: payload };
      sent.push(dispatch);
      if (sent.length > REPLAY_MAX) sent.shift();
      send?.(dispatch);
    },
    attach(to) {
      send = to;
    },
    isConnected: () => send !== null,
    replayAfter(from) {
      const oldest = sent[0]?.s ?? 1;
      if (from > sequence || from < oldest - 1) return false;
      for (const dispatch of sent.filter((it) => it.s > from)) send?.(dispatch);
      return true;
    },
  };
}
