import type { PracticeEvent, PracticeEventBody, RequestRecord } from './practice-discord.ts';

/** Enough for the longest test or an hour of demo; older ones are dropped. */
const REQUESTS_MAX = 5_000;
/** A broken bot repeats itself: the first ones tell the story. */
const VIOLATIONS_MAX = 200;

/** What happened: events to listeners, violations and requests kept in bounded lists. */
export type Journal = {
  emit(event: PracticeEventBody): void;
  onEvent(listener: (event: PracticeEvent) => void): () => void;
  violation(text: string): void;
  violations(): readonly string[];
  request(record: RequestRecord): void;
  requests(): readonly RequestRecord[];
};

/** An empty journal on the given clock. */
export function createJournal(nowMs: () => number): Journal {
  const listeners = new Set<(event: PracticeEvent) => void>();
  const violations: string[] = [];
  const requests: RequestRecord[] = [];
  const emit = (event: PracticeEventBody) => {
    for (const listener of listeners) listener({ ...event, atMs: nowMs() });
  };
  return {
    emit,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    violation(text) {
      if (violations.length < VIOLATIONS_MAX) violations.push(text);
      emit({ kind: 'violation', text });
    },
    violations: () => [...violations],
    request(record) {
      requests.push(record);
      if (requests.length > REQUESTS_MAX) requests.shift();
    },
    requests: () => [...requests],
  };
}
