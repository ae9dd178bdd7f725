import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { GATEWAY_PATH, type Gateway } from './gateway/gateway.ts';
import type { Journal } from './journal.ts';
import type { Messages } from './messages/messages.ts';
import { LIVE_PATH, type PageServer } from './page/page-server.ts';
import type { RestServer } from './rest/rest-server.ts';
import { ATTACHMENTS_PATH } from './simulation.ts';

const REST_PATH = '/api/v10';
/** A web page elsewhere could point a name of its own at this machine; its requests carry that name. */
const HOSTNAMES = ['127.0.0.1', 'localhost'];

/** Leads each request to the API, the attachments or the page; what breaks inside becomes a violation. */
export function openDoors(
  server: Server,
  to: {
    readonly rest: RestServer;
    readonly gateway: Gateway;
    readonly page: PageServer;
    readonly messages: Messages;
    readonly journal: Journal;
  },
): void {
  const lead = async (request: IncomingMessage, response: ServerResponse) => {
    const url = urlOf(request);
    if (!isLocal(url.href)) return void response.writeHead(421).end();
    if (url.pathname.startsWith(`${REST_PATH}/`)) {
      url.pathname = url.pathname.slice(REST_PATH.length);
      return to.rest.answer(request, response, url);
    }
    if (url.pathname.startsWith(ATTACHMENTS_PATH)) {
      return sendAttachment(to.messages, url.pathname, response);
    }
    return to.page.answer(request, response, url.pathname);
  };
  server.on('request', (request, response) => {
    lead(request, response).catch((error: unknown) => {
      const reason = error instanceof Error ? error.stack : String(error);
      to.journal.violation(`practice server: ${request.method} ${request.url}: ${reason}`);
      response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    const url = urlOf(request);
    const isOwn = isLocal(url.href) && isLocal(request.headers.origin ?? url.href);
    if (isOwn && url.pathname === GATEWAY_PATH) to.gateway.upgrade(request, socket, head);
    else if (isOwn && url.pathname === LIVE_PATH) to.page.upgrade(request, socket, head);
    else socket.destroy();
  });
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
}

function isLocal(address: string): boolean {
  return HOSTNAMES.includes(URL.parse(address)?.hostname ?? '');
}

function sendAttachment(messages: Messages, path: string, response: ServerResponse): void {
  const attachment = messages.attachment(path.slice(ATTACHMENTS_PATH.length).split('/')[0] ?? '');
  if (attachment === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': attachment.contentType }).end(attachment.bytes);
}
