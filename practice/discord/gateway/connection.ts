import type { RawData, WebSocket } from 'ws';
import { CLOSE, frame, identify, OP, resume } from './frames.ts';
import type { GatewayOptions } from './gateway.ts';
import { createSession, type Session } from './session.ts';

/** Discord's limits for what a client may send. */
const CLIENT_FRAME_BYTES_MAX = 4_096;
const CLIENT_FRAMES_MAX = 120;
const CLIENT_FRAMES_WINDOW_MS = 60_000;
/** The bot needs the servers it is in, and nothing that people write. */
const INTENTS_EXPECTED = 1;
const INTENTS_PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);
const INTENTS_KNOWN = (1 << 26) - 1;
/** A client that misses its beat by more than this is gone. */
const HEARTBEAT_SLACK = 1.5;
/** Closed like this by the client, a session cannot be resumed. */
const FINAL_CLOSES = [1000, 1001];

export type Connection = {
  send(payload: unknown): void;
  /** Cuts the connection, politely if a code is given. */
  drop(code?: number): void;
};

type ConnectionOptions = GatewayOptions & {
  readonly sessions: Map<string, Session>;
  readonly version: string | null;
  readonly onIdentify: () => void;
  readonly onClose: () => void;
};

/** Serves one WebSocket from hello to its end. */
export function connect(socket: WebSocket, options: ConnectionOptions): Connection {
  const { journal, sessions } = options;
  let session: Session | null = null;
  const frameTimes: number[] = [];
  const send = (payload: unknown) => socket.send(JSON.stringify(payload));
  const beat = setTimeout(
    () => socket.close(CLOSE.sessionTimedOut),
    options.heartbeatIntervalMs * HEARTBEAT_SLACK,
  );

  const fail = (code: number, reason: string) => {
    journal.violation(`gateway ${code}: ${reason}`);
    socket.close(code, reason);
  };
  const begin = (body: unknown) => {
    if (session !== null) return fail(CLOSE.alreadyAuthenticated, 'identified twice');
    const refused = refusedIdentify(body, options.token);
    if (refused !== null) return fail(refused.code, refused.reason);
    options.onIdentify();
    session = createSession(`session-${options.nextId()}`);
    sessions.set(session.id, session);
    session.attach(send);
    options.greet(session);
    journal.emit({ kind: 'gateway-connected', sessionId: session.id });
  };
  const goOn = (body: unknown) => {
    const request = resume.safeParse(body);
    if (!request.success) return fail(CLOSE.decodeError, 'malformed resume');
    if (request.data.token !== options.token) {
      return fail(CLOSE.authenticationFailed, 'resume with a wrong token');
    }
    const known = sessions.get(request.data.session_id);
    if (known === undefined) return send({ op: OP.invalidSession, d: false });
    known.attach(send);
    if (!known.replayAfter(request.data.seq)) {
      known.attach(null);
      return fail(CLOSE.invalidSequence, `sequence ${request.data.seq} was never sent`);
    }
    session = known;
    known.dispatch('RESUMED', { _trace: [] });
    journal.emit({ kind: 'gateway-resumed', sessionId: known.id });
  };
  const receive = (data: RawData) => {
    const text = data.toString();
    if (Buffer.byteLength(text) > CLIENT_FRAME_BYTES_MAX) {
      return fail(CLOSE.decodeError, 'frame over 4096 bytes');
    }
    if (isTooOften(frameTimes)) return fail(CLOSE.rateLimited, 'over 120 frames a minute');
    const parsed = frame.safeParse(parsedJson(text));
    if (!parsed.success) return fail(CLOSE.decodeError, 'malformed frame');
    switch (parsed.data.op) {
      case OP.heartbeat:
        beat.refresh();
        return send({ op: OP.heartbeatAck });
      case OP.identify:
        return begin(parsed.data.d);
      case OP.resume:
        return goOn(parsed.data.d);
      case OP.presence:
        return session === null
          ? fail(CLOSE.notAuthenticated, 'presence before identify')
          : undefined;
      default:
        return fail(CLOSE.unknownOpcode, `opcode ${parsed.data.op}`);
    }
  };

  socket.on('message', receive);
  socket.on('error', () => socket.terminate());
  socket.on('close', (code) => {
    clearTimeout(beat);
    options.onClose();
    if (session === null) return;
    session.attach(null);
    if (FINAL_CLOSES.includes(code)) sessions.delete(session.id);
    journal.emit({ kind: 'gateway-disconnected', sessionId: session.id, code });
  });
  if (options.version !== '10') fail(CLOSE.invalidApiVersion, `version ${options.version}`);
  else send({ op: OP.hello, d: { heartbeat_interval: options.heartbeatIntervalMs, _trace: [] } });
  return {
    send,
    drop: (code) => (code === undefined ? socket.terminate() : socket.close(code)),
  };
}

function refusedIdentify(
  body: unknown,
  token: string,
): { readonly code: number; readonly reason: string } | null {
  const request = identify.safeParse(body);
  if (!request.success) return { code: CLOSE.decodeError, reason: 'malformed identify' };
  const { intents, shard } = request.data;
  if (request.data.token !== token) {
    return { code: CLOSE.authenticationFailed, reason: 'identify with a wrong token' };
  }
  if (shard !== undefined && shard[0] >= shard[1]) {
    return { code: CLOSE.invalidShard, reason: `shard ${shard.join(' of ')}` };
  }
  if ((intents & ~INTENTS_KNOWN) !== 0)
    return { code: CLOSE.invalidIntents, reason: `intents ${intents}` };
  if ((intents & INTENTS_PRIVILEGED) !== 0) {
    return { code: CLOSE.disallowedIntents, reason: `privileged intents in ${intents}` };
  }
  if (intents !== INTENTS_EXPECTED) {
    return {
      code: CLOSE.disallowedIntents,
      reason: `intents ${intents}: only Guilds was promised`,
    };
  }
  return null;
}

function isTooOften(times: number[]): boolean {
  const nowMs = performance.now();
  times.push(nowMs);
  while ((times[0] ?? nowMs) < nowMs - CLIENT_FRAMES_WINDOW_MS) times.shift();
  return times.length > CLIENT_FRAMES_MAX;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
