import { expect, test } from 'vitest';
import { createPace } from '../../bot/pace.ts';

/** A clock that goes on by a millisecond whenever somebody looks at it. */
function tickingPace() {
  let at = 0;
  const pace = createPace(() => (at += 1));
  return { pace, looked: () => at, flood: () => Array.from({ length: 64 }, () => pace.noteRequest()) };
}

test('with few requests about, work only waits for the next turn of the event loop', async () => {
  const { pace, looked } = tickingPace();
  pace.noteRequest();
  await pace.breathe();
  expect(looked()).toBeLessThan(10);
});

test('in a flood work rests, and yet gets its turn however long the flood lasts', async () => {
  const { pace, looked, flood } = tickingPace();
  for (let item = 1; item <= 3; item += 1) {
    const before = looked();
    flood();
    await pace.breathe();
    expect(looked() - before).toBeGreaterThan(20);
  }
});

test('who asked first goes first', async () => {
  const { pace, flood } = tickingPace();
  const order: string[] = [];
  flood();
  await Promise.all(['a', 'b', 'c'].map((name) => pace.breathe().then(() => order.push(name))));
  expect(order).toEqual(['a', 'b', 'c']);
});
