import { gzipSync } from 'node:zlib';
import type { FetchFailure } from '../../src/markets/market.ts';
import { json, type Reply, status } from './loopback-venue.ts';

/** What a venue or the network may do wrong, and the one kind of failure that must come of it. */
export type VenueFault = {
  readonly name: string;
  readonly reply: Reply;
  readonly kind: FetchFailure['kind'];
};

/** Five times the cap of the suite after decompression, about a kilobyte before. */
const BOMB = Buffer.alloc(1_000_000, 0x20);
const ZIPPED_BOMB = gzipSync(BOMB);

const truncated = '{"jsonrpc":"2.0","result":[{"instrument_name":"BTC-2';

const drip: Reply = (_, response) => {
  response.write('{');
  const timer = setInterval(() => response.write(' '), 10);
  response.on('close', () => clearInterval(timer));
};

/** The faults of a single answer, each served to every request. */
export const venueFaults: readonly VenueFault[] = [
  {
    name: '429 with Retry-After',
    reply: status(429, { 'retry-after': '60' }),
    kind: 'rate-limited',
  },
  { name: '429 without Retry-After', reply: status(429), kind: 'rate-limited' },
  { name: '429 as a page', reply: status(429, {}, '<html>'), kind: 'rate-limited' },
  { name: '500', reply: status(500), kind: 'http-status' },
  { name: '503 as a page', reply: status(503, {}, '<html>'), kind: 'http-status' },
  { name: '404', reply: status(404), kind: 'http-status' },
  {
    name: 'a redirect',
    reply: status(302, { location: 'http://127.0.0.1:1/' }),
    kind: 'http-status',
  },
  { name: 'silence', reply: () => {}, kind: 'timeout' },
  { name: 'headers and then silence', reply: (_, r) => r.flushHeaders(), kind: 'timeout' },
  { name: 'a dripping body', reply: drip, kind: 'timeout' },
  { name: 'a reset connection', reply: (request) => request.socket.destroy(), kind: 'unreachable' },
  { name: 'truncated JSON', reply: json(truncated), kind: 'bad-payload' },
  { name: 'a page with status 200', reply: json('<html></html>'), kind: 'bad-payload' },
  { name: 'an empty body', reply: json(''), kind: 'bad-payload' },
  { name: 'null', reply: json('null'), kind: 'bad-payload' },
  { name: 'a NaN in the body', reply: json('{"result":[NaN]}'), kind: 'bad-payload' },
  { name: 'a number beyond doubles', reply: json('{"result":1e400}'), kind: 'bad-payload' },
  {
    name: 'a gzip bomb',
    reply: (_, response) => response.setHeader('content-encoding', 'gzip').end(ZIPPED_BOMB),
    kind: 'too-large',
  },
  {
    name: 'a body beyond the cap',
    reply: (_, response) => response.end(BOMB),
    kind: 'too-large',
  },
  {
    name: 'gzip that is cut off',
    reply: (_, response) =>
      response.setHeader('content-encoding', 'gzip').end(gzipSync('{"result":[]}').subarray(0, 20)),
    kind: 'bad-payload',
  },
  {
    name: 'a content-length that is too long',
    reply: (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write(truncated, () => response.destroy());
    },
    kind: 'unreachable',
  },
  {
    name: 'a content-length that is too short',
    reply: ({ socket }) => {
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n${truncated}`);
    },
    kind: 'unreachable',
  },
  {
    name: 'something that is not HTTP',
    reply: ({ socket }) => {
      socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    },
    kind: 'unreachable',
  },
];
