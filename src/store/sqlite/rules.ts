import type { Selectable } from 'kysely';
import { FLIP_CROSS_START, type FlipCrossState, type Rule } from '../../core/alerts/rule.ts';
import type { Message } from '../../core/text/message.ts';
import { flipCrossStateSchema } from '../schemas/flip-cross-state.ts';
import { fromJson, toJson } from '../schemas/json.ts';
import type { RuleTransition, Store } from '../store.ts';
import { wholeMs } from './columns.ts';
import { type Engine, immediately, type Queries, reportUnreadable } from './engine.ts';
import { insertMessages, readRows, selectRows } from './outbox-rows.ts';
import type { Tables } from './tables.ts';

type RuleStore = Pick<
  Store,
  'addRule' | 'removeRule' | 'rulesOfGuild' | 'rulesOfSymbol' | 'recordTransitions'
>;

/** Beyond any list a person reads; the quota for adding rules is lower. */
const GUILD_RULES_MAX = 1_000;

/** One poll evaluates at most this many, oldest first: a hundred full servers. */
const SYMBOL_RULES_MAX = 10_000;

function ruleOf(row: Selectable<Tables['rules']>): Rule {
  return {
    id: row.id,
    guildId: row.guild_id,
    channelId: row.channel_id,
    ownerId: row.owner_id,
    kind: row.kind,
    symbol: row.symbol,
    roleId: row.role_id,
  };
}

/**
 * Stores a rule's next state if the rule still is in the version that was read; false where it is not or is gone.
 */
async function advanceRule(
  transaction: Queries,
  { ruleId, version, state }: RuleTransition,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('rule_states')
    .set({ version: version + 1, state: toJson(flipCrossStateSchema, state) })
    .where('rule_id', '=', ruleId)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Stores what rules have become, each with its messages or not at all. */
export async function advanceRules(
  transaction: Queries,
  transitions: readonly RuleTransition[],
  nowMs: number,
): Promise<void> {
  for (const transition of transitions)
    if (await advanceRule(transaction, transition))
      await insertMessages(transaction, transition.outbox, nowMs);
}

/** The rule that stands in the place of this one. */
async function ruleLike(
  transaction: Queries,
  { guildId, channelId, kind, symbol }: Omit<Rule, 'id'>,
): Promise<Rule> {
  const row = await transaction
    .selectFrom('rules')
    .selectAll()
    .where('guild_id', '=', guildId)
    .where('channel_id', '=', channelId)
    .where('kind', '=', kind)
    .where('symbol', '=', symbol)
    .executeTakeFirstOrThrow();
  return ruleOf(row);
}

/** Alert rules and what they remember. */
export function ruleStore(engine: Engine): RuleStore {
  const { queries } = engine;

  /**
   * A state that no longer reads is reported and starts anew. Its episode goes on from the version, which is at
   * least as large: an episode that came twice would make a dedupe key that was used before, and lose the alert.
   */
  function stateOf(row: { id: number; version: number; state: string }): FlipCrossState {
    const state = fromJson(flipCrossStateSchema, row.state);
    if (state.ok) return state.value;
    reportUnreadable(engine, { table: 'rule_states', id: row.id }, state.failure);
    return { ...FLIP_CROSS_START, episode: row.version };
  }

  /** The message behind each dedupe key, where it is kept and still reads. */
  async function messagesByKey(keys: readonly string[]): Promise<ReadonlyMap<string, Message>> {
    if (keys.length === 0) return new Map();
    const rows = await selectRows(queries).where('outbox.dedupe_key', 'in', keys).execute();
    const { readable } = readRows(engine, rows);
    return new Map(readable.map(({ dedupeKey, message }) => [dedupeKey, message]));
  }

  return {
    recordTransitions: (transitions, nowMs) =>
      immediately(engine, (transaction) => advanceRules(transaction, transitions, nowMs)),
    addRule: (rule, nowMs) =>
      immediately(engine, async (transaction) => {
        const row = await transaction
          .insertInto('rules')
          .values({
            guild_id: rule.guildId,
            channel_id: rule.channelId,
            owner_id: rule.ownerId,
            kind: rule.kind,
            symbol: rule.symbol,
            role_id: rule.roleId,
            created_at_ms: wholeMs(nowMs),
          })
          .onConflict((conflict) => conflict.doNothing())
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) return { rule: await ruleLike(transaction, rule), isNew: false };
        const state = toJson(flipCrossStateSchema, FLIP_CROSS_START);
        await transaction
          .insertInto('rule_states')
          .values({ rule_id: row.id, version: 0, state })
          .executeTakeFirstOrThrow();
        return { rule: ruleOf(row), isNew: true };
      }),
    async removeRule(guildId, ruleId) {
      const { numDeletedRows } = await queries
        .deleteFrom('rules')
        .where('id', '=', ruleId)
        .where('guild_id', '=', guildId)
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },
    async rulesOfGuild(guildId) {
      const rows = await queries
        .selectFrom('rules')
        .selectAll()
        .where('guild_id', '=', guildId)
        .orderBy('id')
        .limit(GUILD_RULES_MAX)
        .execute();
      return rows.map(ruleOf);
    },
    async rulesOfSymbol(symbol) {
      const rows = await queries
        .selectFrom('rules')
        .innerJoin('rule_states', 'rule_states.rule_id', 'rules.id')
        .selectAll('rules')
        .select(['rule_states.version', 'rule_states.state'])
        .where('rules.symbol', '=', symbol)
        .orderBy('rules.id')
        .limit(SYMBOL_RULES_MAX)
        .execute();
      const rules = rows.map((row) => ({
        rule: ruleOf(row),
        state: stateOf(row),
        version: row.version,
      }));
      const messages = await messagesByKey(
        rules.flatMap(({ state }) => state.open?.dedupeKey ?? []),
      );
      return rules.map((rule) => ({
        ...rule,
        openAlert: messages.get(rule.state.open?.dedupeKey ?? '') ?? null,
      }));
    },
  };
}
