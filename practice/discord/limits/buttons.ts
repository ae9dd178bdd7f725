import type { Problem } from '../problem.ts';
import { componentType, type WireComponent } from '../wire.ts';
import { type DraftLimit, placedComponents } from './draft.ts';

const LINK_STYLE = 5;
const PREMIUM_STYLE = 6;

/** Custom ids that repeat, and buttons without what their style demands or with what it forbids. */
export const buttons: DraftLimit = (draft) => {
  const placed = placedComponents(draft);
  const seen = new Set<string>();
  const repeated = placed.filter(({ component }) => {
    const id = component.custom_id ?? null;
    if (id === null) return false;
    const isRepeat = seen.has(id);
    seen.add(id);
    return isRepeat;
  });
  return [
    ...repeated.map(({ path }) => ({
      path: [...path, 'custom_id'],
      code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
      message: 'a custom id cannot be used twice in a message',
    })),
    ...placed
      .filter(({ component }) => component.type === componentType.button)
      .flatMap(({ component, path }) => styleProblems(component, path)),
  ];
};

function styleProblems(
  button: WireComponent,
  path: readonly (string | number)[],
): readonly Problem[] {
  const hasId = (button.custom_id ?? null) !== null;
  const hasUrl = (button.url ?? null) !== null;
  if (button.style === PREMIUM_STYLE) return [];
  if (button.style === LINK_STYLE) {
    return [
      ...(hasUrl ? [] : [problem([...path, 'url'], 'a link button needs a url')]),
      ...(hasId ? [problem([...path, 'custom_id'], 'a link button has no custom id')] : []),
    ];
  }
  return [
    ...(hasId ? [] : [problem([...path, 'custom_id'], 'a button needs a custom id')]),
    ...(hasUrl ? [problem([...path, 'url'], 'only link buttons have a url')] : []),
    ...(hasCaption(button) ? [] : [problem(path, 'a button needs a label or an emoji')]),
  ];
}

function hasCaption(button: WireComponent): boolean {
  return (button.label ?? '') !== '' || (button.emoji ?? null) !== null;
}

function problem(path: readonly (string | number)[], message: string): Problem {
  return { path, code: 'BUTTON_COMPONENT_INVALID', message };
}
