import { createHash } from 'node:crypto';
import { forgetAnswersBefore, keepAnswer, keepDone, keptRequest } from '../../db/api-requests.ts';
import type { RequestSlot } from '../../db/api-requests.ts';
import type { Deps } from '../deps.ts';
import type { Done } from '../domain/command.ts';
import { refuse } from '../domain/refusal.ts';
import { API_REQUEST_KEPT, HOUR } from '../limits.ts';
import { handle } from '../usecases/handle.ts';
import { refusalAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { CarryOut } from './route.ts';

type Run = (carryOut: CarryOut) => Promise<Answer>;
export type OncePerKey = (slot: RequestSlot, run: Run) => Promise<Answer>;

export function requestHashOf(route: string, body: unknown): string {
  const hash = createHash('sha256').update(route).update('\n');
  return hash.update(body instanceof Uint8Array ? body : JSON.stringify(body)).digest('base64url');
}

/**
 * A tap acts once however often its request arrives. Requests under one key stand in line; the first runs and its
 * answer is kept, the rest get that answer, and a key that comes back with another body is refused.
 *
 * What came of the command is kept in the command's own transaction, the answer after it. When a crash, or a page that
 * could not be read, comes between the two, the repeat does nothing again: it reads the page of what has happened.
 * A failure (5xx) is not kept: the next try runs.
 */
export function createOncePerKey(deps: Deps): OncePerKey {
  const lines = new Map<string, Promise<unknown>>();
  let forgottenAt = 0;

  async function forgetOld(): Promise<void> {
    const now = deps.clock.now();
    if (now - forgottenAt < HOUR) return;
    forgottenAt = now;
    await forgetAnswersBefore(deps.db, now - API_REQUEST_KEPT);
  }

  function carryOutOnce(slot: RequestSlot): CarryOut {
    return (command) => handle(deps, command, (tx, done) => keepDone({ ...deps, tx }, slot, { done, at: deps.clock.now() }));
  }

  async function step(slot: RequestSlot, run: Run): Promise<Answer> {
    await forgetOld();
    const kept = await keptRequest(deps, slot);
    if (kept !== undefined && kept.requestHash !== slot.requestHash) return refusalAnswer(refuse('key_reused'));
    if (kept?.kind === 'answered') {
      const body: object = JSON.parse(kept.body);
      return { status: kept.status, body };
    }
    const done: Done | undefined = kept?.done;
    const answer = await run(done === undefined ? carryOutOnce(slot) : async () => done);
    if (answer.status < 500)
      await keepAnswer(deps, slot, { status: answer.status, body: JSON.stringify(answer.body), at: deps.clock.now() });
    return answer;
  }

  return async (slot, run) => {
    const id = `${slot.memberId}/${slot.key}`;
    const before = lines.get(id) ?? Promise.resolve();
    const mine = before.then(
      () => step(slot, run),
      () => step(slot, run),
    );
    lines.set(id, mine);
    try {
      return await mine;
    } finally {
      if (lines.get(id) === mine) lines.delete(id);
    }
  };
}
