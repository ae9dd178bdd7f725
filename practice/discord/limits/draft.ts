import type { Problem } from '../problem.ts';
import type { MessageBody, WireComponent } from '../wire.ts';

export type Upload = {
  /** The n of `files[n]`. */
  readonly index: number;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
};

/** A message as a bot wants it, before Discord has accepted it. */
export type Draft = {
  readonly body: MessageBody;
  readonly uploads: readonly Upload[];
  /** Names of the files that the message will carry: uploads and those an edit keeps. */
  readonly filenames: readonly string[];
  /** An edit may leave out what it does not change. */
  readonly isEdit: boolean;
};

/** A rule of Discord's that its API description does not express; an empty list means it is kept. */
export type DraftLimit = (draft: Draft) => readonly Problem[];

export type PlacedComponent = {
  readonly component: WireComponent;
  readonly path: readonly (string | number)[];
};

/** Every component of a message with its place, nested ones included. */
export function placedComponents(draft: Draft): readonly PlacedComponent[] {
  return descend(draft.body.components ?? [], ['components']);
}

function descend(
  components: readonly WireComponent[],
  path: readonly (string | number)[],
): readonly PlacedComponent[] {
  return components.flatMap((component, index) => {
    const here = [...path, index];
    const accessory = component.accessory ?? null;
    return [
      { component, path: here },
      ...descend(component.components ?? [], [...here, 'components']),
      ...(accessory === null ? [] : [{ component: accessory, path: [...here, 'accessory'] }]),
    ];
  });
}
