import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

export type Reply = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on loopback that answers as the test says, and closes with it. */
export type LoopbackVenue = {
  readonly url: string;
  /** Paths with their queries, in the order they came. */
  readonly asked: string[];
  reply: Reply;
  /** Answers that were begun or withheld and whose socket is still open. */
  unfinished(): number;
};

/** Listens on a free port of 127.0.0.1. */
export async function aLoopbackVenue(reply: Reply): Promise<LoopbackVenue> {
  let unfinished = 0;
  const server = createServer((request, response) => {
    unfinished += 1;
    response.on('close', () => {
      unfinished -= 1;
    });
    venue.asked.push(request.url ?? '');
    venue.reply(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  const venue: LoopbackVenue = { url, asked: [], reply, unfinished: () => unfinished };
  return venue;
}

/** Answers 200 with a JSON text. */
export function json(text: string): Reply {
  return (_, response) => response.setHeader('content-type', 'application/json').end(text);
}

/** Answers with a status, headers and a body. */
export function status(code: number, headers: Record<string, string> = {}, body = '{}'): Reply {
  return (_, response) => response.writeHead(code, headers).end(body);
}
