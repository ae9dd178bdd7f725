import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { A_RULE, anObservation, aRow, aState, storedLevels } from './stored-values.ts';

// Writes polls for ever, each a snapshot, a rule's next state and a message in one step, and prints the number of
// each one that the store has acknowledged. It waits to be killed.

const [path = '', from = '1'] = process.argv.slice(2);
const opened = await openStore({ path, log: createLog('warn') });
if (!opened.ok) throw new Error(opened.failure.kind);
const store = opened.value;
const [known] = await store.rulesOfSymbol('BTC');
const ruleId = known?.rule.id ?? (await store.addRule(A_RULE, 0)).rule.id;
let version = known?.version ?? 0;
for (let poll = Number(from); ; poll += 1) {
  const outbox = [aRow({ dedupeKey: `poll ${poll}` })];
  const transitions = [{ ruleId, version, state: aState({ episode: poll }), outbox }];
  const levels = storedLevels({ dataTimeMs: poll });
  await store.recordObservation(anObservation({ levels, transitions }), poll);
  version += 1;
  await new Promise((written) => process.stdout.write(`${poll}\n`, written));
}
