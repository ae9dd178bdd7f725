import type { WebSocket } from 'ws';
import { CLOSE, frame, OP } from './frames.ts';
import type { GatewayOptions } from './gateway.ts';
import { createSession, type Session } from './session.ts';
import { type Refusal, refusedIdentify, resumedSession } from './session-start.ts';

/** Discord's limits for what a client may send. */
const CLIENT_FRAME_BYTES_MAX = 4_096;
const CLIENT_FRAMES_MAX = 120;
const CLIENT_FRAMES_WINDOW_MS = 60_000;
/** A client that misses its beat by more than this is gone. */
const HEARTBEAT_SLACK = 1.5;
/** Closed like this by the client, a session cannot be resumed. */
const FINAL_CLOSES = [1000, 1001];

export type Connection = {
  requestReconnect(): void;
  /** Ends the session on this connection; a resumable one may be resumed at once. */
  invalidate(resumable: boolean): void;
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
  const { journal, sessions, heartbeatIntervalMs } = options;
  const send = (payload: unknown) => socket.send(JSON.stringify(payload));
  const refuse = ({ code, reason }: Omit<Refusal, 'kind'>) => {
    journal.violation(`gateway ${code}: ${reason}`);
    socket.close(code, reason);
  };
  const beat = setTimeout(
    () => socket.close(CLOSE.sessionTimedOut),
    heartbeatIntervalMs * HEARTBEAT_SLACK,
  );
  const read = frameReader();
  let session: Session | null = null;

  socket.on('message', (data) => {
    const received = read(data.toString());
    if ('code' in received) return refuse(received);
    switch (received.op) {
      case OP.heartbeat:
        beat.refresh();
        return send({ op: OP.heartbeatAck });
      case OP.identify:
      case OP.resume: {
        if (session !== null) {
          return refuse({ code: CLOSE.alreadyAuthenticated, reason: 'identified twice' });
        }
        const started = start(received, options, send);
        if (started.kind === 'refused') return refuse(started);
        if (started.kind === 'unknown') return send({ op: OP.invalidSession, d: false });
        session = started.session;
        return;
      }
      case OP.presence:
        if (session !== null) return;
        return refuse({ code: CLOSE.notAuthenticated, reason: 'presence before identify' });
      default:
        return refuse({ code: CLOSE.unknownOpcode, reason: `opcode ${received.op}` });
    }
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', (code) => {
    clearTimeout(beat);
    options.onClose();
    if (session === null) return;
    session.attach(null);
    if (FINAL_CLOSES.includes(code)) sessions.delete(session.id);
    journal.emit({ kind: 'gateway-disconnected', sessionId: session.id, code });
  });
  if (options.version === '10') {
    send({ op: OP.hello, d: { heartbeat_interval: heartbeatIntervalMs, _trace: [] } });
  } else refuse({ code: CLOSE.invalidApiVersion, reason: `version ${options.version}` });
  return {
    requestReconnect: () => send({ op: OP.reconnect, d: null }),
    invalidate(resumable) {
      session?.attach(null);
      session = null;
      send({ op: OP.invalidSession, d: resumable });
    },
    drop: (code) => (code === undefined ? socket.terminate() : socket.close(code)),
  };
}

type Started =
  | { readonly kind: 'started'; readonly session: Session }
  | { readonly kind: 'unknown' }
  | Refusal;
type Send = (payload: unknown) => void;

function start(frame: Frame, options: ConnectionOptions, send: Send): Started {
  return frame.op === OP.identify
    ? beginSession(frame.d, options, send)
    : resumeSession(frame.d, options, send);
}

function beginSession(body: unknown, options: ConnectionOptions, send: Send): Started {
  const refused = refusedIdentify(body, options.token);
  if (refused !== null) return refused;
  options.onIdentify();
  const session = createSession(`session-${options.nextId()}`);
  options.sessions.set(session.id, session);
  session.attach(send);
  options.greet(session);
  options.journal.emit({ kind: 'gateway-connected', sessionId: session.id });
  return { kind: 'started', session };
}

function resumeSession(body: unknown, options: ConnectionOptions, send: Send): Started {
  const asked = resumedSession(body, options.token, options.sessions);
  if (asked.kind !== 'known') return asked;
  const { session, sequence } = asked;
  session.attach(send);
  if (!session.replayAfter(sequence)) {
    session.attach(null);
    const reason = `sequence ${sequence} was never sent`;
    return { kind: 'refused', code: CLOSE.invalidSequence, reason };
  }
  session.dispatch('RESUMED', { _trace: [] });
  options.journal.emit({ kind: 'gateway-resumed', sessionId: session.id });
  return { kind: 'started', session };
}

type Frame = { readonly op: number; readonly d?: unknown };

/** Reads a client's frames, and says which one breaks Discord's limits. */
function frameReader(): (text: string) => Frame | Omit<Refusal, 'kind'> {
  const times: number[] = [];
  return (text) => {
    const nowMs = performance.now();
    times.push(nowMs);
    while ((times[0] ?? nowMs) < nowMs - CLIENT_FRAMES_WINDOW_MS) times.shift();
    if (times.length > CLIENT_FRAMES_MAX) {
      return { code: CLOSE.rateLimited, reason: 'over 120 frames a minute' };
    }
    if (Buffer.byteLength(text) > CLIENT_FRAME_BYTES_MAX) {
      return { code: CLOSE.decodeError, reason: 'frame over 4096 bytes' };
    }
    try {
      return frame.parse(JSON.parse(text));
    } catch {
      return { code: CLOSE.decodeError, reason: 'malformed frame' };
    }
  };
}
