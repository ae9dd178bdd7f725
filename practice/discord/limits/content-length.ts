import type { DraftLimit } from './draft.ts';

/** The description allows 4000, which only paying people have; the documentation gives bots 2000. */
const CONTENT_LENGTH_MAX = 2_000;

/** Content longer than a bot may send. */
export const contentLength: DraftLimit = ({ body }) => {
  const length = body.content?.length ?? 0;
  if (length <= CONTENT_LENGTH_MAX) return [];
  return [
    {
      path: ['content'],
      code: 'BASE_TYPE_MAX_LENGTH',
      message: `${length} characters, at most ${CONTENT_LENGTH_MAX} are allowed`,
    },
  ];
};
