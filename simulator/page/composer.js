// The foot of a chat: the text field, and the panel above it for everything that is not text.
import { dateForm, photoChoices, placeChoices, stickerChoices, voiceChoices } from './choices.js';
import { attempt, choice, el } from './dom.js';
import { createPanel } from './panel.js';
import { text, thaiDate } from './text.js';

/**
 * @typedef {import('./json.js').Json} Json
 * @typedef {import('./api.js').Member} Member
 * @typedef {import('./api.js').Act} Act
 * @typedef {import('./panel.js').Panel} Panel
 */

/** @param {Member} member @param {Act} act */
export function createComposer(member, act) {
  const panel = createPanel();
  const field = createField(member, act);
  const tools = createTools({ panel, fillIn: field.fillIn, userId: member.userId, act });
  const more = el(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'data-testid': 'composer-more',
      'aria-label': text.more,
      'aria-expanded': 'false',
      onclick: () => (panel.isOpen() ? panel.close() : tools.showAll()),
    },
    '+',
  );
  panel.onToggle((open) => more.setAttribute('aria-expanded', String(open)));
  const send = el('button', { type: 'submit', class: 'send', 'data-testid': 'composer-send' }, text.send);
  const element = el('form', { class: 'composer' }, more, field.input, send);
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    field.send();
  });
  return { element, panel: panel.element, focus: () => field.input.focus(), fillIn: field.fillIn, ...tools };
}

/** @param {Member} member @param {Act} act */
function createField(member, act) {
  const label = text.compose(member.displayName);
  const input = el('textarea', {
    rows: 1,
    class: 'composer-input',
    'data-testid': 'composer-input',
    'aria-label': label,
    placeholder: label,
    maxLength: 5000,
    enterKeyHint: 'send',
  });
  const send = attempt(async () => {
    const words = input.value.trim();
    if (!words) return;
    input.value = '';
    await act({ kind: 'say', text: words }).catch((/** @type {unknown} */ error) => {
      // What was typed is not lost with the message.
      input.value ||= words;
      throw error;
    });
  });
  input.addEventListener('keydown', (event) => {
    // While an input method is composing (Thai, Burmese, …), Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  const fillIn = (/** @type {string} */ words) => {
    input.value = words;
    input.focus();
  };
  return { input, send, fillIn };
}

/** @param {{ panel: Panel, fillIn: (words: string) => void, userId: string, act: Act }} parts */
function createTools({ panel, fillIn, userId, act }) {
  /** @type {Act} */
  const actAndClose = (action) => {
    panel.close();
    return act(action);
  };
  const showPhotos = () => panel.open(text.morePhoto, photoChoices(actAndClose));
  const showPlaces = () => panel.open(text.moreLocation, placeChoices(userId, actAndClose));
  const showStickers = () => panel.open(text.moreSticker, stickerChoices(actAndClose));
  const showVoice = () => panel.open(text.moreVoice, voiceChoices(actAndClose));
  const writeDate = (/** @type {string} */ value) => {
    panel.close();
    fillIn(thaiDate(Date.parse(value)));
  };
  const showDate = () => panel.open(text.moreDate, dateForm({ mode: 'date' }, text.useDate, writeDate));
  return {
    showPhotos,
    showPlaces,
    showAll: () =>
      panel.open(text.more, [
        choice('more-sticker', text.moreSticker, showStickers),
        choice('more-photo', text.morePhoto, showPhotos),
        choice('more-location', text.moreLocation, showPlaces),
        choice('more-voice', text.moreVoice, showVoice),
        choice('more-date', text.moreDate, showDate),
      ]),
    /** @param {Json} action a datetimepicker */
    askDate(action) {
      const send = (/** @type {string} */ value) => attempt(() => actAndClose({ kind: 'pickDate', action, value }))();
      panel.open(text.pickDate, dateForm(action, text.confirmDate, send));
    },
  };
}
