import { FLIP_CROSS_START, type FlipCrossState } from '../../src/core/alerts/rule.ts';
import type { QuotedChain, QuotedContract } from '../../src/core/chain/chain.ts';
import type { Levels } from '../../src/core/exposure/levels.ts';
import { sentence } from '../../src/core/text/message.ts';
import type { NewOutboxRow, Observation } from '../../src/store/store.ts';
import { DATA_TIME_MS, someLevels } from './market-view.ts';

const CONTRACTS: readonly QuotedContract[] = [
  {
    strike: 70_000,
    expiryMs: DATA_TIME_MS + 86_400_000,
    type: 'call',
    openInterest: 12.5,
    iv: 0.61,
  },
  {
    strike: 70_000,
    expiryMs: DATA_TIME_MS + 86_400_000,
    type: 'put',
    openInterest: null,
    iv: null,
    forward: 71_250.25,
    multiplier: 0.1,
    instrument: 'BTC-25NOV26-70000-P',
  },
];

export function aQuotedChain(overrides: Partial<QuotedChain> = {}): QuotedChain {
  return {
    name: 'deribit:BTC',
    asOfMs: DATA_TIME_MS,
    spot: 71_240,
    rate: 0.01,
    dividendYield: 0,
    multiplier: 1,
    contracts: CONTRACTS,
    invalidRows: 3,
    ...overrides,
  };
}

export function storedLevels(overrides: Partial<Levels> = {}): Levels {
  return { ...someLevels(), ...overrides };
}

export function anObservation(overrides: Partial<Observation> = {}): Observation {
  return {
    chain: aQuotedChain(),
    levels: storedLevels(),
    isSound: true,
    transitions: [],
    feed: { symbol: 'BTC', states: [], outbox: [] },
    ...overrides,
  };
}

export function aState(overrides: Partial<FlipCrossState> = {}): FlipCrossState {
  return { ...FLIP_CROSS_START, ...overrides };
}

export function aRow(overrides: Partial<NewOutboxRow> = {}): NewOutboxRow {
  return {
    dedupeKey: '1:channel:long-short:1',
    channelId: 'channel',
    guildId: 'guild',
    kind: 'alert',
    message: sentence('BTC fell through the flip.'),
    edits: null,
    silent: false,
    mentionRoleId: null,
    expiresAtMs: DATA_TIME_MS + 3_600_000,
    ...overrides,
  };
}

export const A_RULE = {
  guildId: 'guild',
  channelId: 'channel',
  ownerId: 'owner',
  kind: 'flip_cross',
  symbol: 'BTC',
  roleId: null,
} as const;
