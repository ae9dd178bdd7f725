import { type DraftLimit, placedComponents } from './draft.ts';

/** Menus that demand more choices than they offer, or offer one value twice. */
export const selects: DraftLimit = (draft) =>
  placedComponents(draft).flatMap(({ component, path }) => {
    const options = component.options ?? null;
    if (options === null) return [];
    const values = new Set(options.map((option) => option.value));
    const limits = (['min_values', 'max_values'] as const)
      .filter((limit) => (component[limit] ?? 0) > options.length)
      .map((limit) => ({
        path: [...path, limit],
        code: 'BASE_TYPE_BAD_LENGTH',
        message: `${component[limit]} of ${options.length} options`,
      }));
    const repeated = {
      path: [...path, 'options'],
      code: 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
      message: 'the value of an option is used twice',
    };
    return values.size === options.length ? limits : [...limits, repeated];
  });
