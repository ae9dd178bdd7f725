import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Journal } from '../journal.ts';
import type { PracticeDiscord } from '../practice-discord.ts';
import { type Connection, connect } from './connection.ts';
import type { Session } from './session.ts';

/** Path of the WebSocket on the practice server. */
export const GATEWAY_PATH = '/gateway';
/** Discord's own limit is 4096 bytes; ours only guards this process. */
const FRAME_BYTES_MAX = 64 * 1024;
/** Identifies a bot may make in a day. */
const IDENTIFIES_MAX = 1_000;

export type GatewayOptions = {
  readonly journal: Journal;
  readonly token: string;
  readonly heartbeatIntervalMs: number;
  readonly nextId: () => string;
  /** Events that follow a successful identify: READY, then the server. */
  readonly greet: (session: Session) => void;
};

export type Gateway = PracticeDiscord['gateway'] & {
  /** Sends an event to every session, connected or resumable. */
  dispatch(type: string, payload: unknown): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  identifiesLeft(): number;
  close(): void;
};

/** Discord's gateway on a WebSocket beside the REST server. */
export function createGateway(options: GatewayOptions): Gateway {
  const webSockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES_MAX });
  const sessions = new Map<string, Session>();
  const connections = new Set<Connection>();
  let identifies = 0;
  const begin = (socket: WebSocket, request: IncomingMessage) => {
    const connection = connect(socket, {
      ...options,
      sessions,
      version: new URL(request.url ?? '', 'ws://localhost').searchParams.get('v'),
      onIdentify: () => {
        identifies += 1;
      },
      onClose: () => connections.delete(connection),
    });
    connections.add(connection);
  };
  return {
    upgrade(request, socket, head) {
      webSockets.handleUpgrade(request, socket, head, (webSocket) => begin(webSocket, request));
    },
    dispatch(type, payload) {
      for (const session of sessions.values()) session.dispatch(type, payload);
    },
    identifiesLeft: () => IDENTIFIES_MAX - identifies,
    dropAll(closeCode) {
      for (const connection of connections) connection.drop(closeCode);
    },
    reconnect() {
      for (const connection of connections) connection.requestReconnect();
    },
    invalidateSession(resumable) {
      if (!resumable) sessions.clear();
      for (const connection of connections) connection.invalidate(resumable);
    },
    sessions: () => [...sessions.values()].filter((session) => session.isConnected()).length,
    close() {
      for (const connection of connections) connection.drop();
      webSockets.close();
    },
  };
}
