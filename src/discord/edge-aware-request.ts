import { DefaultRestOptions, type RESTOptions } from 'discord.js';
import { EdgeRefusal } from './outcome.ts';

/** Statuses that both Discord and the network edge before it answer with. */
const SHARED_STATUSES = new Set([403, 429]);

/** discord.js's own request, with a page in place of JSON told apart from Discord's word: a pause for all, not for one channel. */
export const makeEdgeAwareRequest: RESTOptions['makeRequest'] = async (url, init) => {
  const response = await DefaultRestOptions.makeRequest(url, init);
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (isJson || !SHARED_STATUSES.has(response.status)) return response;
  await response.arrayBuffer();
  throw new EdgeRefusal(response.status);
};
