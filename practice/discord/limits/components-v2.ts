import type { Problem } from '../problem.ts';
import { componentType, messageFlags } from '../wire.ts';
import { type DraftLimit, placedComponents } from './draft.ts';

/** Counted with everything nested. */
const COMPONENTS_MAX = 40;
/** Over all text displays of a message; announced in a pull request of the documentation. */
const TEXT_TOTAL_MAX = 4_000;

/** The V2 flag and what it excludes, demands and bounds. */
export const componentsV2: DraftLimit = (draft) => {
  const placed = placedComponents(draft);
  const isV2 = ((draft.body.flags ?? 0) & messageFlags.componentsV2) !== 0;
  if (!isV2) {
    return placed
      .filter(({ component, path }) => path.length === 2 && component.type !== componentType.row)
      .map(({ path }) => ({
        path,
        code: 'COMPONENT_TYPE_INVALID',
        message: 'this component needs the flag IS_COMPONENTS_V2',
      }));
  }
  const textTotal = placed
    .filter(({ component }) => component.type === componentType.textDisplay)
    .reduce((sum, { component }) => sum + (component.content?.length ?? 0), 0);
  return [
    ...excludedByV2.filter((field) => hasValue(draft.body[field])).map(cannotBeUsed),
    ...over(placed.length, COMPONENTS_MAX, 'components, counted nested,'),
    ...over(textTotal, TEXT_TOTAL_MAX, 'characters of text'),
  ];
};

const excludedByV2 = ['content', 'embeds', 'poll', 'sticker_ids'] as const;

function hasValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== null && value !== undefined && value !== '';
}

function cannotBeUsed(field: string): Problem {
  return {
    path: [field],
    code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    message: 'cannot be used with the flag IS_COMPONENTS_V2',
  };
}

function over(count: number, max: number, what: string): readonly Problem[] {
  if (count <= max) return [];
  return [
    { path: ['components'], code: 'BASE_TYPE_BAD_LENGTH', message: `${count} ${what} over ${max}` },
  ];
}
