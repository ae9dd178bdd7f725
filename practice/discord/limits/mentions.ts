import type { DraftLimit } from './draft.ts';

/** `parse` says "all of them" and a list says "only these": both at once are refused. */
export const mentions: DraftLimit = ({ body }) =>
  (['users', 'roles'] as const)
    .filter((kind) => body.allowed_mentions?.parse?.includes(kind) === true)
    .filter((kind) => (body.allowed_mentions?.[kind]?.length ?? 0) > 0)
    .map((kind) => ({
      path: ['allowed_mentions', kind],
      code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      message: `parse already contains "${kind}"`,
    }));
