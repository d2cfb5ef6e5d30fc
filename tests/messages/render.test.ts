import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { assert, constantFrom, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';

import { decodeButton } from '../../bot/domain/button.ts';
import type { Notice } from '../../bot/domain/notice.ts';
import { PROBLEMS } from '../../bot/domain/question.ts';
import { REFUSAL_CODES } from '../../bot/domain/refusal.ts';
import { LANGUAGES } from '../../bot/domain/words.ts';
import type { Language } from '../../bot/domain/words.ts';
import { fitMessages } from '../../bot/messages/guard.ts';
import { render } from '../../bot/messages/render.ts';
import { CATALOGUES } from '../../bot/messages/text/catalogues.ts';
import { consentText } from '../../bot/messages/text/consent.ts';
import { validateMessages } from '../../simulator/rules/validate.ts';
import { noticeSamples, PRIVATE_FACTS, SAMPLE_NOW } from './notice-samples.ts';
import { QUESTION_KEYS } from './question-samples.ts';

const contextFor = (language: Language) => ({
  language,
  liffUrl: (path: string) => `https://liff.line.me/1234567890-AbCdEfGh${path}`,
  publicUrl: 'https://pan-im.example',
  now: SAMPLE_NOW,
});

const th = contextFor('th');

function rendered(language: Language) {
  return noticeSamples.map((notice) => ({ notice, messages: render(notice, contextFor(language)) }));
}

/** Every string under a key, however deep. */
function valuesOf(value: unknown, key: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesOf(item, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(name === key && typeof inner === 'string' ? [inner] : []),
    ...valuesOf(inner, key),
  ]);
}

test('the samples know every kind of notice', () => {
  const source = readFileSync(join(import.meta.dirname, '../../bot/domain/notice.ts'), 'utf8');
  const kinds = [...source.matchAll(/^ {2}\| \{\s+kind: '(\w+)'/gmu)].map((match) => match[1] ?? '');
  expect(kinds.length).toBeGreaterThan(80);
  expect([...new Set(noticeSamples.map((notice) => notice.kind))].toSorted()).toEqual([...new Set(kinds)].toSorted());
});

test('the samples know every refusal, question and problem', () => {
  const codes = new Set(noticeSamples.flatMap((notice) => (notice.kind === 'refused' ? [notice.code] : [])));
  const questions = noticeSamples.flatMap((notice) => (notice.kind === 'question' ? [notice.question] : []));
  expect(REFUSAL_CODES.filter((code) => !codes.has(code))).toEqual([]);
  expect(QUESTION_KEYS.filter((key) => !questions.some((question) => question.key === key))).toEqual([]);
  expect(PROBLEMS.filter((code) => !questions.some((question) => question.problem?.code === code))).toEqual([]);
});

test.each(LANGUAGES)('LINE takes every notice in %s', (language) => {
  const refused = rendered(language).flatMap(({ notice, messages }) =>
    validateMessages(messages).map((problem) => ({ kind: notice.kind, ...problem })),
  );
  expect(refused).toEqual([]);
});

test.each(LANGUAGES)('one to three messages, whose words are complete, in %s', (language) => {
  const wrong = rendered(language).filter(({ messages }) => {
    const words = ['text', 'altText', 'label'].flatMap((key) => valuesOf(messages, key)).join('\n');
    return messages.length < 1 || messages.length > 3 || /[{}]|undefined|NaN|\[object|choice\./u.test(words);
  });
  expect(wrong).toEqual([]);
});

const HEALTH_WORDS =
  /กักตัว|โควิด|ป่วย|สุขภาพ|แพ้|isolat|quarantine|covid|\bill\b|\bsick|allerg|health|kuarantin|kesihatan|alahan|သီးသန့်|ကျန်းမာ|မတည့်/iu;

test.each(LANGUAGES)('no altText carries a private fact or a health word in %s', (language) => {
  const told = rendered(language).filter(({ notice, messages }) =>
    valuesOf(messages, 'altText').some(
      (altText) =>
        Object.values(PRIVATE_FACTS).some((fact) => altText.includes(fact)) ||
        // A question is its own altText where its answers are a list; it holds no answer.
        (notice.kind !== 'question' && HEALTH_WORDS.test(altText)),
    ),
  );
  expect(told).toEqual([]);
});

test('a text message, which is its own notification, names no person, door or phone', () => {
  const told = rendered('th').filter(({ messages }) =>
    messages.some((message) => message.type === 'text' && Object.values(PRIVATE_FACTS).some((fact) => message.text.includes(fact))),
  );
  expect(told).toEqual([]);
});

test('only https and tel links, and buttons that decode', () => {
  const messages = rendered('th').flatMap((one) => one.messages);
  expect(valuesOf(messages, 'uri').filter((uri) => !/^(?:https:\/\/|tel:[+\d])/u.test(uri))).toEqual([]);
  expect(valuesOf(messages, 'data').filter((data) => decodeButton(data).kind !== 'button')).toEqual([]);
});

test('every notice leads on: a button, a quick reply or a link', () => {
  const ends = rendered('th')
    .filter(({ messages }) => valuesOf(messages, 'data').length + valuesOf(messages, 'uri').length === 0)
    .map(({ notice, messages }) => (notice.kind === 'question' && valuesOf(messages, 'type').includes('location') ? 'place' : notice.kind));
  expect(new Set(ends)).toEqual(new Set(['group_hello', 'plain_fallback']));
});

test('an emergency names the ambulance first and dials it', () => {
  for (const why of ['health', 'self_harm'] as const) {
    const messages = render({ kind: 'emergency', why }, th);
    expect(
      valuesOf(messages, 'text')
        .join(' ')
        .match(/1669|1323/u)?.[0],
    ).toBe('1669');
    expect(valuesOf(messages, 'uri')[0]).toBe('tel:1669');
    expect(valuesOf(messages, 'uri').includes('tel:1323')).toBe(why === 'self_harm');
  }
});

test('a consent question shows the very words whose hash is kept, in every language', () => {
  for (const language of LANGUAGES) {
    for (const purpose of ['contact', 'health'] as const) {
      const { text, version } = consentText(purpose, language);
      const notice: Notice = { kind: 'question', question: { key: `registration.consent_${purpose}`, choices: [] } };
      const shown = valuesOf(render(notice, contextFor(language)), 'text');
      expect(shown).toEqual(expect.arrayContaining(text.split('\n')));
      expect(text).toContain(version);
    }
  }
});

test('a rider job shows the way with encoded coordinates', () => {
  const job = noticeSamples.find((notice) => notice.kind === 'rider_job');
  expect(job).toBeDefined();
  if (job === undefined) return;
  expect(valuesOf(render(job, th), 'uri')).toContain('https://www.google.com/maps/dir/?api=1&destination=7.00831%2C100.47421');
});

/** What a person reads about an order for `at`, told now. */
const settled = (at: number, now?: number) =>
  valuesOf(
    render(
      {
        kind: 'order_placed',
        order: { order: 'o', meals: 1, mode: 'delivery', mealTime: 'now', state: 'placed', wantedAt: at, handOverCode: '1' },
      },
      { ...contextFor('th'), ...(now === undefined ? {} : { now }) },
    ),
    'text',
  ).join('\n');

test('times say today and tomorrow in words, and else carry a Buddhist date', () => {
  expect(settled(SAMPLE_NOW)).toContain('วันนี้ 11:30 น.');
  expect(settled(SAMPLE_NOW + 86_400_000)).toContain('พรุ่งนี้ 11:30 น.');
  expect(settled(SAMPLE_NOW + 4 * 86_400_000)).toContain('พฤ. 26 พ.ย. 2569 11:30 น.');
});

test('chosen answers carry a tick, and the tap still says the plain word', () => {
  const notice = noticeSamples.find((sample) => sample.kind === 'question' && sample.question.key === 'registration.diet');
  expect(notice).toBeDefined();
  if (notice === undefined) return;
  const messages = render(notice, th);
  expect(valuesOf(messages, 'label')).toContain('✓ ฮาลาล');
  expect(valuesOf(messages, 'displayText')).toContain('ฮาลาล');
});

test('buttons of the catalogues fit into quick replies, in every language', () => {
  const segmenter = new Intl.Segmenter('th', { granularity: 'grapheme' });
  const tooLong = LANGUAGES.flatMap((language) => {
    const { buttons, choices, resolutions, declineButtons } = CATALOGUES[language];
    return [...Object.values(buttons), ...Object.values(choices), ...Object.values(resolutions), ...Object.values(declineButtons)]
      .map((label) => label.replaceAll(/\{\w+(?::[^|}]*\|([^}]*))?\}/gu, '20 $1'))
      .filter((label) => [...segmenter.segment(label)].length > 20 && !label.startsWith('Change: '));
  });
  expect(tooLong).toEqual([]);
});

/** The notice as if people had given these words as every name, place and complaint. */
const replaceFacts = (notice: Notice, words: string): Notice =>
  JSON.parse(JSON.stringify(notice), (key, value: unknown) =>
    [
      'firstName',
      'name',
      'shopName',
      'communityName',
      'campaignName',
      'landmark',
      'allergy',
      'words',
      'handOverCode',
      'phone',
      'pickUpCode',
      'reference',
    ].includes(key) && typeof value === 'string'
      ? words
      : value,
  ) as Notice;

test('whatever people typed, LINE takes the message', () => {
  const wild = oneof(
    string({ unit: 'binary', maxLength: 400 }),
    string({ unit: 'grapheme', maxLength: 400 }),
    constantFrom('', ' ', '\u0E49'.repeat(3000), 'ก'.repeat(9000), '👨‍👩‍👧‍👦'.repeat(900), '\uD83D', 'a\u0301'.repeat(4000)),
  );
  const typed = noticeSamples.filter((notice) => JSON.stringify(notice) !== JSON.stringify(replaceFacts(notice, '?')));
  assert(
    property(wild, constantFrom(...typed), constantFrom(...LANGUAGES), (words, notice, language) => {
      expect(validateMessages(fitMessages(render(replaceFacts(notice, words), contextFor(language))))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
