import { CLOSE, identify, resume } from './frames.ts';
import type { Session } from './session.ts';

/** The bot needs the servers it is in, and nothing that people write. */
const INTENTS_EXPECTED = 1;
const INTENTS_PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);
const INTENTS_KNOWN = (1 << 26) - 1;

export type Refusal = { readonly kind: 'refused'; readonly code: number; readonly reason: string };

/** Why Discord would close the connection after this identify; null where it begins a session. */
export function refusedIdentify(body: unknown, token: string): Refusal | null {
  const request = identify.safeParse(body);
  if (!request.success) return refused(CLOSE.decodeError, 'malformed identify');
  const { intents, shard = [0, 1] } = request.data;
  if (request.data.token !== token) {
    return refused(CLOSE.authenticationFailed, 'identify with a wrong token');
  }
  if (shard[0] >= shard[1]) return refused(CLOSE.invalidShard, `shard ${shard.join(' of ')}`);
  if ((intents & ~INTENTS_KNOWN) !== 0) {
    return refused(CLOSE.invalidIntents, `intents ${intents}`);
  }
  if ((intents & INTENTS_PRIVILEGED) !== 0) {
    return refused(CLOSE.disallowedIntents, `privileged intents in ${intents}`);
  }
  return intents === INTENTS_EXPECTED
    ? null
    : refused(CLOSE.disallowedIntents, `intents ${intents}: only Guilds was promised`);
}

/** The session that a resume asks for; `unknown` tells the client to identify anew. */
export function resumedSession(
  body: unknown,
  token: string,
  sessions: ReadonlyMap<string, Session>,
):
  | { readonly kind: 'known'; readonly session: Session; readonly sequence: number }
  | { readonly kind: 'unknown' }
  | Refusal {
  const request = resume.safeParse(body);
  if (!request.success) return refused(CLOSE.decodeError, 'malformed resume');
  if (request.data.token !== token) {
    return refused(CLOSE.authenticationFailed, 'resume with a wrong token');
  }
  const session = sessions.get(request.data.session_id);
  return session === undefined
    ? { kind: 'unknown' }
    : { kind: 'known', session, sequence: request.data.seq };
}

function refused(code: number, reason: string): Refusal {
  return { kind: 'refused', code, reason };
}
