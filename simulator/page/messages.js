// One entry of a chat → its bubble.
import { el, picture, webAddress } from './dom.js';
import { renderFlex } from './flex.js';
import { object, words } from './json.js';
import { renderImagemap, renderTemplate } from './templates.js';
import { stickerFace } from './stickers.js';
import { clockTime, seconds, text, vias } from './text.js';

/**
 * @typedef {import('./json.js').Json} Json
 * @typedef {import('./flex.js').Tap} Tap
 * @typedef {import('./api.js').Entry} Entry
 * @typedef {{ tap: Tap, enlarge: (url: string) => void }} Hands
 */

/**
 * @param {Entry} entry
 * @param {number} index
 * @param {Hands} hands
 * @returns {HTMLElement}
 */
export function renderEntry(entry, index, hands) {
  const mine = entry.from === 'member';
  const body = entry.unsent ? el('div', { class: 'bubble unsent' }, text.unsent) : renderMessage(entry.message, hands);
  return el(
    'div',
    {
      class: `entry ${entry.from}`,
      'data-testid': `message-${index + 1}`,
      'data-from': entry.from,
      'data-message-type': words(entry.message.type),
      'data-via': entry.via,
    },
    !mine && senderName(entry.message),
    body,
    tag(entry),
  );
}

/** @param {Json} message */
function senderName(message) {
  const name = words(object(message.sender).name);
  return name ? el('div', { class: 'sender' }, name) : null;
}

/** The grey line under a bubble: how it was sent, and when. @param {Entry} entry */
function tag(entry) {
  const time = el('time', { dateTime: new Date(entry.at).toISOString() }, clockTime(entry.at));
  if (entry.from === 'member') return el('div', { class: 'tag' }, time);
  const via = words(entry.via);
  return el(
    'div',
    { class: 'tag', 'data-testid': 'message-tag' },
    el('span', { class: `via ${via}`, title: vias[via]?.means }, vias[via]?.name ?? via),
    ' ',
    time,
  );
}

/** @type {Record<string, (message: Json, hands: Hands) => HTMLElement>} */
const RENDERERS = {
  text: renderText,
  textV2: renderText,
  flex: (message, hands) => renderFlex(object(message.contents), hands.tap),
  template: (message, hands) => renderTemplate(object(message.template), hands.tap),
  imagemap: (message, hands) => renderImagemap(message, hands.tap),
  image: renderPhoto,
  video: renderVideo,
  audio: renderAudio,
  file: (message) => el('div', { class: 'bubble' }, `${text.file} ${words(message.fileName)}`),
  sticker: (message) => el('div', { class: 'sticker', role: 'img', 'aria-label': text.sticker }, stickerFace(message)),
  location: renderLocation,
  shared: (message, hands) => renderMessage(object(message.message), hands),
};

/** @param {Json} message @param {Hands} hands @returns {HTMLElement} */
function renderMessage(message, hands) {
  const kind = words(message.type);
  const render = Object.hasOwn(RENDERERS, kind) ? RENDERERS[kind] : undefined;
  return render?.(message, hands) ?? el('div', { class: 'bubble unknown' }, text.unknownMessage(kind));
}

/** @param {Json} message @param {Hands} hands */
function renderText(message, hands) {
  return el('div', { class: 'bubble text' }, ...withLinks(wordsOf(message), hands.tap));
}

/**
 * The words with LINE's own emoji shown as a plain mark: their pictures are not ours to show.
 * @param {Json} message
 */
function wordsOf(message) {
  const said = words(message.text);
  if (message.type === 'text') {
    return Array.isArray(message.emojis) && message.emojis.length > 0 ? said.replaceAll('$', '☺') : said;
  }
  const parts = object(message.substitution);
  return said.replaceAll(/\{(\w+)\}/g, (whole, name) => {
    const part = object(parts[name]);
    if (!part.type) return whole;
    return part.type === 'emoji' ? '☺' : '@';
  });
}

/**
 * LINE makes addresses in a text tappable; here a tap does what a button would, so that the LIFF opens in the phone frame.
 * @param {string} said
 * @param {Tap} tap
 */
function withLinks(said, tap) {
  return said.split(/(https?:\/\/[^\s<>"'“”]+)/).map((part, index) => {
    if (index % 2 === 0) return part;
    return el(
      'a',
      {
        class: 'text-link',
        'data-testid': 'text-link',
        href: webAddress(part) ?? '#',
        rel: 'noopener noreferrer',
        onclick: (/** @type {Event} */ event) => {
          event.preventDefault();
          tap({ type: 'uri', uri: part });
        },
      },
      part,
    );
  });
}

/** @param {Json} message @param {Hands} hands */
function renderPhoto(message, hands) {
  const small = webAddress(message.previewImageUrl ?? message.url);
  const large = webAddress(message.originalContentUrl ?? message.url);
  return el(
    'button',
    {
      type: 'button',
      class: 'photo',
      'data-testid': 'photo',
      'aria-label': text.enlarge,
      onclick: () => large && hands.enlarge(large),
    },
    picture(small, text.photo),
  );
}

/** @param {Json} message */
function renderVideo(message) {
  const src = webAddress(message.originalContentUrl ?? message.url);
  const poster = webAddress(message.previewImageUrl) ?? '';
  return el('video', { class: 'video', controls: true, preload: 'none', poster, src: src ?? '', 'aria-label': text.video });
}

/** @param {Json} message */
function renderAudio(message) {
  const src = webAddress(message.originalContentUrl ?? message.url);
  return el(
    'div',
    { class: 'bubble voice' },
    el('span', {}, `${text.voice} ${seconds(Number(message.durationMs ?? message.duration ?? 0))}`),
    el('audio', { controls: true, preload: 'none', src: src ?? '', 'aria-label': text.voice }),
  );
}

/** @param {Json} message */
function renderLocation(message) {
  const at = `${Number(message.latitude).toFixed(5)}, ${Number(message.longitude).toFixed(5)}`;
  return el(
    'div',
    { class: 'bubble location' },
    el('div', { class: 'map', 'aria-hidden': 'true' }, el('i')),
    el('strong', {}, words(message.title) || text.location),
    el('span', {}, words(message.address)),
    el('small', {}, at),
  );
}
