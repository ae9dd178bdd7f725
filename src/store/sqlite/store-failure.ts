/** Why the database could not be opened. In every case the file is as it was. */
export type StoreFailure =
  | { readonly kind: 'already-running'; readonly path: string; readonly pid: number | null }
  | { readonly kind: 'unreadable'; readonly path: string; readonly detail: string }
  | { readonly kind: 'read-only'; readonly path: string }
  | { readonly kind: 'corrupt'; readonly path: string; readonly check: string }
  | {
      readonly kind: 'newer-schema';
      readonly path: string;
      readonly version: number;
      readonly knownVersion: number;
    }
  | {
      readonly kind: 'migration-changed';
      readonly path: string;
      readonly version: number;
      readonly appliedChecksum: string;
      readonly currentChecksum: string;
    };

/** The failure for the operator: what happened, what was done about it, what to do next. */
export function describeStoreFailure(failure: StoreFailure): string {
  const { path } = failure;
  switch (failure.kind) {
    case 'already-running':
      return (
        `Another hedgeflow${failure.pid === null ? '' : ` (process ${failure.pid})`} is using ${path}. ` +
        'This one stopped before touching anything. Stop the other first, or set DATABASE_URL to a file of its own.'
      );
    case 'unreadable':
      return (
        `The database ${path} cannot be opened: ${failure.detail}. Nothing was changed. ` +
        'Check that DATABASE_URL names the right file, and that this user may read and write it and its folder.'
      );
    case 'read-only':
      return (
        `The database ${path} cannot be written. Nothing was changed. ` +
        'Give this user write permission on the file and its folder, or set DATABASE_URL to a place that has it.'
      );
    case 'corrupt':
      return (
        `The database ${path} is damaged; SQLite's check says: ${failure.check}. The file was left exactly as it is. ` +
        'Copy it aside, then put the latest backup in its place, or start afresh with another file in DATABASE_URL.'
      );
    case 'newer-schema':
      return (
        `The database ${path} was written by a newer hedgeflow: it has schema ${failure.version}, this one knows up to ` +
        `${failure.knownVersion}. Nothing was changed. Install the newer version again, or restore a backup from before the upgrade.`
      );
    case 'migration-changed':
      return (
        `Migration ${failure.version} is not the one that made the database ${path}: checksum ` +
        `${failure.currentChecksum} now, ${failure.appliedChecksum} when it was applied. Nothing was changed. ` +
        'Restore the migrations folder of the installed version.'
      );
  }
}
