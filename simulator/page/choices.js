// What can be sent besides text: photos, places, stickers, a voice, a date.
import { attempt, choice, el } from './dom.js';
import { base64Of, sampleDoor, sampleSlip, sampleVoice, VOICE_MS } from './samples.js';
import { words } from './json.js';
import { stickers } from './stickers.js';
import { places, text } from './text.js';

/**
 * @typedef {import('./json.js').Json} Json
 * @typedef {import('./api.js').Act} Act
 */

/** @param {Act} act closes the panel, too */
export function photoChoices(act) {
  /** @param {() => Promise<Blob> | Blob} take */
  const sendPhoto = async (take) => {
    const photo = await take();
    await act({ kind: 'image', contentType: photo.type || 'image/jpeg', base64: await base64Of(photo) });
  };
  const file = el('input', { type: 'file', accept: 'image/jpeg,image/png', 'data-testid': 'photo-file', class: 'visually-hidden' });
  file.addEventListener('change', () => {
    const picked = file.files?.[0];
    if (picked) attempt(() => sendPhoto(() => picked))();
  });
  return [
    el('label', { class: 'choice' }, text.photoFile, file),
    choice(
      'photo-slip',
      text.photoSlip,
      attempt(() => sendPhoto(() => sampleSlip())),
    ),
    choice(
      'photo-door',
      text.photoDoor,
      attempt(() => sendPhoto(sampleDoor)),
    ),
  ];
}

/**
 * A pin of their own for each person, all within a short ride of the market.
 * @param {string} userId
 */
function homeOf(userId) {
  const seed = Number.parseInt(userId.slice(1, 9), 16) || 0;
  return { latitude: 7.0062 + (seed % 80) / 10_000, longitude: 100.4708 + (Math.floor(seed / 80) % 80) / 10_000 };
}

/** @param {{ name: string, label: string, value: number }} field */
function numberField({ name, label, value }) {
  const input = el('input', { type: 'number', step: 'any', name, required: true, value: String(value), 'data-testid': `place-${name}` });
  return el('label', {}, label, input);
}

/** @param {string} userId @param {Act} act */
export function placeChoices(userId, act) {
  const send = (/** @type {Json} */ place) => attempt(() => act({ kind: 'location', ...place }));
  const spots = places.map((place, index) => choice(`place-${index + 1}`, place.title, send(place)));
  const custom = el(
    'form',
    { class: 'place-form', 'data-testid': 'place-form' },
    numberField({ name: 'latitude', label: text.latitude, value: 7.0084 }),
    numberField({ name: 'longitude', label: text.longitude, value: 100.4767 }),
    el('button', { type: 'submit', class: 'choice', 'data-testid': 'place-send' }, text.sendLocation),
  );
  custom.addEventListener('submit', (event) => {
    event.preventDefault();
    const values = new FormData(custom);
    send({ latitude: Number(values.get('latitude')), longitude: Number(values.get('longitude')) })();
  });
  return [choice('place-home', text.homePin, send(homeOf(userId))), ...spots, custom];
}

/** @param {Act} act */
export function stickerChoices(act) {
  return stickers.map(({ packageId, stickerId, face }, index) =>
    el(
      'button',
      {
        type: 'button',
        class: 'sticker-choice',
        'data-testid': `sticker-${index + 1}`,
        'aria-label': `${text.sticker} ${face}`,
        onclick: attempt(() => act({ kind: 'sticker', packageId, stickerId })),
      },
      face,
    ),
  );
}

/** @param {Act} act */
export function voiceChoices(act) {
  const send = async () => act({ kind: 'audio', durationMs: VOICE_MS, base64: await base64Of(sampleVoice()) });
  return [choice('voice-send', text.voiceSend, attempt(send))];
}

/** LINE writes the T between day and hour small or large; browsers know the large one. @param {unknown} value */
function moment(value) {
  return typeof value === 'string' ? value.replace('t', 'T') : undefined;
}

/** @type {Record<string, string>} */
const INPUT_TYPES = { date: 'date', time: 'time', datetime: 'datetime-local' };

/**
 * @param {Json} action with LINE's `mode`, `initial`, `min` and `max`
 * @param {string} label
 * @param {(value: string) => void} done
 */
export function dateForm(action, label, done) {
  const mode = words(action.mode);
  const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString();
  /** @type {Record<string, string>} */
  const starts = { date: now.slice(0, 10), time: now.slice(11, 16), datetime: now.slice(0, 16) };
  const input = el('input', {
    type: INPUT_TYPES[mode] ?? 'date',
    required: true,
    min: moment(action.min),
    max: moment(action.max),
    value: moment(action.initial) ?? starts[mode],
    'data-testid': 'date-input',
    'aria-label': text.pickDate,
  });
  const form = el(
    'form',
    { class: 'date-form', 'data-testid': 'date-form' },
    input,
    el('button', { type: 'submit', class: 'choice', 'data-testid': 'date-send' }, label),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (input.value) done(input.value);
  });
  return [form];
}
