import type { Deps, LiveTopic, TxDeps } from '../deps.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Command, Done } from '../domain/command.ts';
import { inOneCommit } from '../../db/one-commit.ts';
import { run } from './run.ts';

/** Thrown to roll the transaction back; never leaves this file. */
class RolledBack extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super('rolled back');
    this.refusal = refusal;
  }
}

/** Written in the transaction of a command that was carried out, so that both are there or neither. */
export type Alongside = (tx: TxDeps['tx'], done: Done) => Promise<void>;

/** Carries out one command in one transaction. A refusal rolls everything back unless it says `keep`. */
export async function handle(deps: Deps, command: Command, alongside?: Alongside): Promise<Done | Refusal> {
  return inTransaction(deps, async (txDeps) => {
    const outcome = await run(txDeps, command);
    if (!isRefusal(outcome)) await alongside?.(txDeps.tx, outcome);
    return outcome;
  });
}

/** THE transaction of the service, which may share its commit with others: workers and pages are woken only after it. */
export async function inTransaction<Result>(deps: Deps, work: (deps: TxDeps) => Promise<Result | Refusal>): Promise<Result | Refusal> {
  const touched = new Map<string, { topic: LiveTopic; memberId: string | undefined }>();
  let somethingTold = false;
  const { db, wake, ...rest } = deps;
  const after = {
    touch: (topic: LiveTopic, memberId?: string) => void touched.set(`${topic} ${memberId ?? '*'}`, { topic, memberId }),
    told: () => {
      somethingTold = true;
    },
  };
  try {
    const result = await inOneCommit(db, async (tx) => {
      const outcome = await work({ ...rest, tx, after });
      if (isRefusal(outcome) && outcome.keep !== true) throw new RolledBack(outcome);
      return outcome;
    });
    if (somethingTold) {
      wake.outbox();
      wake.pictures();
    }
    wake.deadlines();
    for (const { topic, memberId } of touched.values()) wake.page(topic, memberId);
    return result;
  } catch (error) {
    if (error instanceof RolledBack) return error.refusal;
    throw error;
  }
}
