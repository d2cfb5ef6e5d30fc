import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { DEADLINE_KINDS } from '../../bot/domain/deadlines.ts';
import { ORDER_STATES } from '../../bot/domain/order-machine.ts';
import * as limits from '../../bot/limits.ts';
import { read, sourcesBelow } from './sources.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const pages = sourcesBelow('.', /\.md$/u);

test('links lead somewhere', () => {
  const dead = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/gu)]
      .map((match) => posix.join(posix.dirname(path), match[1] ?? ''))
      .filter((target) => !existsSync(join(ROOT, target)))
      .map((target) => `${path} → ${target}`),
  );
  expect(pages.length).toBeGreaterThan(10);
  expect(dead).toEqual([]);
});

test('records that code and pages name exist', () => {
  const sources = ['bot', 'db', 'liff', 'docs', 'simulator'].flatMap((folder) => sourcesBelow(folder, /\.(?:ts|tsx|md)$/u));
  const records = pages.map(({ path }) => path).filter((path) => path.startsWith('docs/decisions/'));
  const missing = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/docs\/decisions\/(\d{4})/gu)]
      .filter((match) => !records.some((record) => record.includes(`/${match[1] ?? ''}-`)))
      .map((match) => `${path} names ${match[0]}`),
  );
  expect(missing).toEqual([]);
});

test('commands that pages name exist', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
  const named = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm run ([\w:-]+)/gu)].map((match) => ({ path, script: match[1] ?? '' })),
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter(({ script }) => scripts[script] === undefined)).toEqual([]);
});

const flow = read('docs/flow.md');

test('docs/flow.md knows every state and every deadline', () => {
  expect([...DEADLINE_KINDS, ...ORDER_STATES].filter((name) => !flow.includes(name))).toEqual([]);
});

test('the bounds of docs/flow.md are those of the code', () => {
  const units: Record<string, number> = { '': 1, min: limits.MINUTE, h: limits.HOUR, days: limits.DAY };
  const known = new Map<string, unknown>(Object.entries(limits));
  const told = [...flow.matchAll(/`([A-Z][A-Z_]+)` \((\d+) ?(min|h|days|)\)/gu)].map((match) => ({
    name: match[1] ?? '',
    // GRANT_DAYS and its like count days themselves.
    value: Number(match[2]) * (match[1]?.endsWith('_DAYS') === true ? 1 : (units[match[3] ?? ''] ?? Number.NaN)),
  }));
  expect(told.length).toBeGreaterThan(12);
  expect(told.filter(({ name, value }) => known.get(name) !== value)).toEqual([]);
  const named = [...flow.matchAll(/`([A-Z]+_[A-Z_]+)`/gu)].length;
  expect(named).toBe(told.length);
});

test('every record has a date, a status, and says what follows from it', () => {
  const records = pages.filter(({ path }) => path.startsWith('docs/decisions/') && !path.includes('0000'));
  const incomplete = records.filter(
    ({ text }) => !['Date: ', 'Status: ', '## Context', '## Decision', '## Consequences'].every((part) => text.includes(part)),
  );
  expect(incomplete.map(({ path }) => path)).toEqual([]);
});
