import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPace } from '../../bot/pace.ts';

/** A clock that goes on by a hundredth of a millisecond whenever somebody looks at it, and further when told. */
function tickingPace() {
  let at = 0;
  const pace = createPace(() => (at += 0.01));
  return {
    pace,
    looked: () => at,
    pass: (ms: number) => void (at += ms),
    flood: () => Array.from({ length: 65 }, () => pace.noteRequest()),
  };
}

test('with few requests about, work only waits for the next turn of the event loop', async () => {
  const { pace, looked, pass } = tickingPace();
  pace.noteRequest();
  pace.noteAnswer();
  pass(1);
  const before = looked();
  await pace.breathe(false);
  expect(looked() - before).toBeLessThan(0.2);
  expect(pace.isFlood()).toBe(false);
});

test('who was just answered may ask again before work goes on, and not for long', async () => {
  const { pace, looked } = tickingPace();
  pace.noteAnswer();
  const before = looked();
  await pace.breathe(false);
  expect(looked() - before).toBeGreaterThan(0.25);
  expect(looked() - before).toBeLessThan(2.2);
});

test('in a flood work rests, and yet gets its turn however long the flood lasts', async () => {
  const { pace, looked, pass, flood } = tickingPace();
  await pace.breathe(true);
  for (let item = 1; item <= 3; item += 1) {
    const before = looked();
    flood();
    const turn = pace.breathe(true);
    for (let ms = 0; ms < 510; ms += 10) {
      await nextTurn();
      pass(10);
      flood();
    }
    await turn;
    expect(looked() - before).toBeGreaterThan(495);
  }
});

test('one connection that asks as soon as it is answered is a flood; requests with pauses between them are none', () => {
  const { pace, pass } = tickingPace();
  for (let request = 1; request <= 12; request += 1) {
    pace.noteRequest();
    pass(3);
    pace.noteAnswer();
    pass(2);
  }
  expect(pace.isFlood()).toBe(false);
  for (let request = 1; request <= 12; request += 1) {
    pace.noteRequest();
    pass(3);
    pace.noteAnswer();
    pass(0.1);
  }
  expect(pace.isFlood()).toBe(true);
  pass(30);
  expect(pace.isFlood()).toBe(false);
});

test('looking for work and finding none keeps no work waiting, not even in a flood', async () => {
  const { pace, looked, flood } = tickingPace();
  flood();
  const before = looked();
  for (let look = 1; look <= 10; look += 1) await pace.breathe(false);
  expect(looked() - before).toBeLessThan(5);
});

test('who asked first goes first', async () => {
  const { pace, flood } = tickingPace();
  const order: string[] = [];
  flood();
  await Promise.all(['a', 'b', 'c'].map((name) => pace.breathe(true).then(() => order.push(name))));
  expect(order).toEqual(['a', 'b', 'c']);
});
