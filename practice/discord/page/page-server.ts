import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { PracticeDiscord, PracticeEvent, PracticeMessage } from '../practice-discord.ts';
import type { World } from '../world.ts';
import type { Names } from './markdown.ts';
import { messageCard } from './message-card.ts';
import { act, BODY_BYTES_MAX, readRequest } from './page-actions.ts';

/** Where the page listens for what happens. */
export const LIVE_PATH = '/page/live';
/** Relative times on the page follow simulated time in steps of this. */
const TICK_MS = 1_000;
/** Pages open at once. */
const WATCHERS_MAX = 20;

const FILES: Readonly<Record<string, string>> = {
  '/page.html': 'text/html; charset=utf-8',
  '/page.css': 'text/css; charset=utf-8',
  '/message.css': 'text/css; charset=utf-8',
  '/page.js': 'text/javascript; charset=utf-8',
};
/** Nothing but this server: the page works without a network. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";

export type PageOptions = {
  readonly nowMs: () => number;
  readonly world: World;
  /** Every message of a channel, those that only one person sees included. */
  readonly allMessages: (channelId: string) => readonly PracticeMessage[];
  readonly discord: Pick<
    PracticeDiscord,
    'commands' | 'command' | 'autocomplete' | 'press' | 'onEvent' | 'gateway'
  >;
};

export type PageServer = {
  answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
  /** Takes over the page's live connection. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
};

/** The web page on which a person sees the channels, types commands and presses buttons. */
export function createPageServer(options: PageOptions): PageServer {
  const { discord, world } = options;
  const webSockets = new WebSocketServer({ noServer: true, maxPayload: BODY_BYTES_MAX });
  const names = namesOf(world);
  const card = (message: PracticeMessage) => ({
    channelId: message.channelId,
    id: message.id,
    html: messageCard(message, names),
  });
  const state = () => ({
    server: world.guildName,
    channels: world.channels,
    cards: world.channels.flatMap(({ id }) => options.allMessages(id).map(card)),
    nowMs: options.nowMs(),
    online: discord.gateway.sessions() > 0,
  });
  const tell: Tell = (kind, body) => {
    for (const watcher of webSockets.clients) watcher.send(JSON.stringify({ kind, body }));
  };
  const stopListening = discord.onEvent((event) => publish(event, { tell, card, discord }));
  const ticking = setInterval(() => tell('tick', { nowMs: options.nowMs() }), TICK_MS);
  ticking.unref();

  return {
    async answer(request, response, path) {
      if (request.method === 'GET')
        return sendFile(response, path === '/' ? '/page.html' : path, state);
      const body = request.method === 'POST' ? await readRequest(request) : undefined;
      const reply = body === undefined ? undefined : await act(discord, world, { ...body, path });
      if (reply === undefined) response.writeHead(404).end();
      else
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
    },
    upgrade(request, socket, head) {
      if (webSockets.clients.size >= WATCHERS_MAX) return void socket.destroy();
      webSockets.handleUpgrade(request, socket, head, (watcher) => {
        watcher.on('error', () => watcher.terminate());
        watcher.send(JSON.stringify({ kind: 'state', body: state() }));
      });
    },
    close() {
      stopListening();
      clearInterval(ticking);
      for (const watcher of webSockets.clients) watcher.terminate();
    },
  };
}

/** The page carries its first state with it, so that it is complete before the live connection stands. */
function sendFile(response: ServerResponse, path: string, state: () => unknown): void {
  const contentType = FILES[path];
  if (contentType === undefined) return void response.writeHead(404).end();
  const text = readFileSync(new URL(`.${path}`, import.meta.url), 'utf8');
  const stateJson = () => JSON.stringify(state()).replaceAll('<', '\\u003c');
  response.writeHead(200, {
    'content-type': contentType,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cache-control': 'no-store',
  });
  response.end(path === '/page.html' ? text.replace('STATE', stateJson) : text);
}

function namesOf(world: World): Names {
  const people = [world.bot, ...Object.values(world.people)];
  return {
    roles: new Map(world.roles.map(({ id, name }) => [id, name])),
    users: new Map(people.map(({ id, username }) => [id, username])),
    channels: new Map(world.channels.map(({ id, name }) => [id, name])),
  };
}

type Tell = (kind: string, body: unknown) => void;

function publish(
  event: PracticeEvent,
  to: {
    readonly tell: Tell;
    readonly card: (message: PracticeMessage) => unknown;
    readonly discord: PageOptions['discord'];
  },
): void {
  switch (event.kind) {
    case 'message-posted':
    case 'message-edited':
      to.tell('message', to.card(event.message));
      break;
    case 'message-deleted':
      to.tell('removed', { id: event.messageId });
      break;
    case 'violation':
      to.tell('violation', { text: event.text });
      break;
    case 'gateway-connected':
    case 'gateway-resumed':
    case 'gateway-disconnected':
      to.tell('presence', { online: to.discord.gateway.sessions() > 0 });
      break;
    case 'commands-registered':
    case 'interaction-answered':
      break;
  }
}
