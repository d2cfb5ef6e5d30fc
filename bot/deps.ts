import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { ConsentPurpose, Language } from './domain/words.ts';
import type { Pace } from './pace.ts';

export interface Clock {
  /** ms since 1970 */
  now(): number;
}

/** Ids and chance, so that a run can be repeated from one seed. */
export interface Chance {
  /** A short, sortable, unique id with its kind in front: `ord_…`. Only letters, digits and `_`. */
  newId(prefix: string): string;
  uuid(): string;
  /** `length` characters drawn evenly from `alphabet`. */
  code(alphabet: string, length: number): string;
  bytes(length: number): Uint8Array;
  /** 0 ≤ n < 1 */
  fraction(): number;
}

/** Encrypts what points at a person before it is written; see docs/decisions/0005. */
export interface Sealer {
  seal(text: string): string;
  open(sealed: string): string;
  sealBytes(bytes: Uint8Array): Uint8Array;
  openBytes(sealed: Uint8Array): Uint8Array;
}

/** Which consent text a member of that language is shown now, so that what was agreed to can be proved later. */
export type ConsentNotice = (purpose: ConsentPurpose, language: Language) => { version: string; textHash: string };

/** Ids, kinds and numbers only. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface Settings {
  publicUrl: string;
  promptPayId: string;
  sessionSecret: string;
  liffId: string;
  loginChannelId: string;
  firstCoordinatorLineUserId: string;
  firstTreasurerLineUserId: string;
  /** Who receives the money, as receipts name them. */
  issuer?: { name?: string; address?: string; taxId?: string };
}

export type LiveTopic = 'resident' | 'donor' | 'shop' | 'rider' | 'coordinator' | 'treasurer';

/** Told after a commit, so that workers and open pages look again. Losing one costs a poll, never a result. */
export interface Wake {
  inbox(): void;
  outbox(): void;
  deadlines(): void;
  pictures(): void;
  /** `memberId` undefined: everybody who has a page of that topic open. */
  page(topic: LiveTopic, memberId?: string): void;
}

export interface Deps {
  db: Kysely<Database>;
  clock: Clock;
  chance: Chance;
  sealer: Sealer;
  log: Log;
  settings: Settings;
  consentNotice: ConsentNotice;
  wake: Wake;
  /** Workers give way to requests by it. */
  pace?: Pace;
}

/** Collects what must be woken; flushed by `handle` after the commit and dropped with a rollback. */
export interface AfterCommit {
  touch(topic: LiveTopic, memberId?: string): void;
  told(): void;
}

/** What a use case gets: everything but `db`, which would hang inside the transaction. */
export interface TxDeps extends Omit<Deps, 'db' | 'wake' | 'pace'> {
  tx: Transaction<Database>;
  after: AfterCommit;
}
