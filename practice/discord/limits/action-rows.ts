import { componentType, messageFlags, type WireComponent } from '../wire.ts';
import { type DraftLimit, placedComponents } from './draft.ts';

/** Without the V2 flag a message has five lines of buttons or menus. */
const ROWS_MAX = 5;

/** Too many action rows, or a row that mixes buttons with a menu or holds two menus. */
export const actionRows: DraftLimit = (draft) => {
  const isV2 = ((draft.body.flags ?? 0) & messageFlags.componentsV2) !== 0;
  const rowCount = draft.body.components?.length ?? 0;
  const tooMany =
    isV2 || rowCount <= ROWS_MAX
      ? []
      : [
          {
            path: ['components'],
            code: 'BASE_TYPE_BAD_LENGTH',
            message: `${rowCount} rows, at most ${ROWS_MAX} are allowed`,
          },
        ];
  const mixed = placedComponents(draft)
    .filter(({ component }) => component.type === componentType.row)
    .filter(({ component }) => hasMenuAndMore(component))
    .map(({ path }) => ({
      path,
      code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      message: 'a menu fills its row alone',
    }));
  return [...tooMany, ...mixed];
};

function hasMenuAndMore(row: WireComponent): boolean {
  const children = row.components ?? [];
  return children.length > 1 && children.some((child) => child.type !== componentType.button);
}
