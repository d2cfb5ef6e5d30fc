import { runCity } from './run-city.ts';
import type { RunOptions, RunResult } from './run-city.ts';

/**
 * The shortest prefix of a failing run that still fails: the same seed with an end after ever fewer steps, halved like
 * a phone book. What fails at rest may hide behind a later step, so the answer is the end of a search, not a proof.
 */
export async function shrink(options: RunOptions, failing: RunResult): Promise<RunResult> {
  let shortest = failing;
  let works = 0;
  let fails = Math.min(failing.failedAt ?? failing.storySteps, failing.storySteps);
  while (fails - works > 1) {
    const middle = Math.floor((works + fails) / 2);
    const tried = await runCity({ ...options, stepsMax: middle });
    if (tried.problems.length === 0) {
      works = middle;
      await tried.remove();
    } else {
      fails = middle;
      if (shortest !== failing) await shortest.remove();
      shortest = tried;
    }
  }
  return shortest;
}
