import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCity } from '../support/test-city.ts';
import { playStory } from './story.ts';
import type { Watched } from './observe.ts';

let watched: Watched;

beforeAll(async () => {
  watched = await playStory(await startCity());
});
afterAll(async () => {
  watched.checks.close();
  await watched.city.close();
});

test('nothing is wrong in a good city, after any step and at rest', () => {
  expect(watched.problems).toEqual([]);
  expect(watched.checks.atRest()).toEqual([]);
});
