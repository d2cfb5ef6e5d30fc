import { createHash } from 'node:crypto';
import { forgetAnswersBefore, keepAnswer, keptAnswer } from '../../db/api-requests.ts';
import type { RequestSlot } from '../../db/api-requests.ts';
import type { Deps } from '../deps.ts';
import { refuse } from '../domain/refusal.ts';
import { API_REQUEST_KEPT, HOUR } from '../limits.ts';
import { refusalAnswer } from './answer.ts';
import type { Answer } from './answer.ts';

export type OncePerKey = (slot: RequestSlot, run: () => Promise<Answer>) => Promise<Answer>;

export function requestHashOf(route: string, body: unknown): string {
  const hash = createHash('sha256').update(route).update('\n');
  return hash.update(body instanceof Uint8Array ? body : JSON.stringify(body)).digest('base64url');
}

/**
 * A tap acts once however often its request arrives. Requests under one key stand in line; the first runs and its
 * answer is kept, the rest get that answer, and a key that comes back with another body is refused.
 *
 * The command commits before its answer is kept. After a crash between the two the repeat runs again, and meets
 * a world in which it has happened: the use cases are guarded by states and unique keys (an order that is under way,
 * a bank reference that is used), so it answers with that state. Two promises of a donor are the worst that can come
 * of it, and one of them can be withdrawn. A failure (5xx) is not kept: the next try runs.
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

  async function step(slot: RequestSlot, run: () => Promise<Answer>): Promise<Answer> {
    await forgetOld();
    const kept = await keptAnswer(deps, slot);
    if (kept !== undefined) {
      if (kept.requestHash !== slot.requestHash) return refusalAnswer(refuse('key_reused'));
      const body: object = JSON.parse(kept.body);
      return { status: kept.status, body };
    }
    const answer = await run();
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
