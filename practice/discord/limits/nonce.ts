import type { DraftLimit } from './draft.ts';

/** A repeat can only be recognised by a nonce. */
export const nonce: DraftLimit = ({ body }) => {
  const isMissing = (body.nonce ?? '') === '';
  if (body.enforce_nonce !== true || !isMissing) return [];
  return [{ path: ['nonce'], code: 'BASE_TYPE_REQUIRED', message: 'enforce_nonce needs a nonce' }];
};
