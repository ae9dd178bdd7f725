import type { Upload } from '../limits/draft.ts';
import type { SpecName } from '../spec.ts';
import type { Reply } from './reply.ts';

export type RestRequest = {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly json: unknown;
  readonly uploads: readonly Upload[];
};

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path after the version, with `:names` for its variable parts. */
  readonly path: string;
  /** Interaction routes carry their token in the path, and are exempt from the global rate. */
  readonly access: 'bot' | 'interaction';
  /** Schema of a successful answer, or of each item of the list that it is. */
  readonly answers: SpecName | { readonly listOf: SpecName } | 'nothing';
  /** Five requests per five seconds share a bucket for each of these parameters. */
  readonly bucket?: string;
  readonly run: (request: RestRequest) => Reply;
};

/** The variable parts of a path if it is this route's, otherwise undefined. */
export function matchRoute(route: Route, path: string): Record<string, string> | undefined {
  const names = route.path.split('/');
  const parts = path.split('/');
  if (names.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = parts[index] ?? '';
    if (name.startsWith(':')) params[name.slice(1)] = decodeURIComponent(part);
    else if (name !== part) return undefined;
  }
  return params;
}
