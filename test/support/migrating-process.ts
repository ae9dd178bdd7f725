import { createLog } from '../../src/log.ts';
import { openEngine } from '../../src/store/sqlite/engine.ts';
import { applyMigration, installedMigrations, migration } from '../../src/store/sqlite/migrate.ts';

// Applies the installed migrations and one more of many statements, and kills itself within the one that argv names,
// after so many statements.

const [path = '', version = '2', statement = '0'] = process.argv.slice(2);
const engine = openEngine(path, createLog('warn'));
engine.sqlite.function('die', () => {
  process.kill(process.pid, 'SIGKILL');
  return 0;
});
const wide = Array.from({ length: 200 }, (_, index) => `CREATE TABLE wide_${index} (a INTEGER);\n`);
wide.splice(Number(statement), 0, 'SELECT die();\n');
const installed = installedMigrations();
const [initial] = installed;
const next =
  version === '1' && initial !== undefined
    ? [migration(1, initial.name, `${initial.sql}\nSELECT die();`)]
    : [...installed, migration(installed.length + 1, 'wide', wide.join(''))];
for (const each of next) await applyMigration(engine, each);
