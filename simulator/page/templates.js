// The older message kinds: buttons, confirm, carousel, image carousel, and imagemap.
import { el, picture } from './dom.js';
import { colour } from './flex-values.js';
import { object, objects, words } from './json.js';
import { text } from './text.js';

/**
 * @typedef {import('./json.js').Json} Json
 * @typedef {import('./flex.js').Tap} Tap
 */

/** @param {Json} template @param {Tap} tap @returns {HTMLElement} */
export function renderTemplate(template, tap) {
  switch (template.type) {
    case 'buttons':
      return card(template, template, tap);
    case 'confirm':
      return el(
        'div',
        { class: 'template confirm' },
        el('p', {}, words(template.text)),
        el('div', { class: 'confirm-buttons' }, ...objects(template.actions).map((action) => actionButton(action, tap))),
      );
    case 'carousel':
      return strip(objects(template.columns).map((column) => card(column, template, tap)));
    case 'image_carousel':
      return strip(objects(template.columns).map((column) => imageCard(column, tap)));
    default:
      return el('div', { class: 'bubble unknown' }, text.unknownMessage(words(template.type)));
  }
}

/** @param {HTMLElement[]} cards */
function strip(cards) {
  return el('div', { class: 'carousel', 'data-testid': 'carousel', role: 'group', tabIndex: 0, 'aria-label': text.carousel }, ...cards);
}

/** @param {Json} action @param {Tap} tap */
function actionButton(action, tap) {
  return el(
    'button',
    { type: 'button', class: 'template-button', 'data-testid': 'template-button', onclick: () => tap(action) },
    words(action.label),
  );
}

/**
 * @param {Json} content a buttons template or one column of a carousel
 * @param {Json} whole the template that says how its pictures are cut
 * @param {Tap} tap
 */
function card(content, whole, tap) {
  const shape = whole.imageAspectRatio === 'square' ? '1 / 1' : '1.51 / 1';
  const hero = !content.thumbnailImageUrl
    ? null
    : el(
        'div',
        {
          class: 'template-image',
          style: { aspectRatio: shape, backgroundColor: colour(content.imageBackgroundColor) ?? '#ffffff' },
        },
        picture(content.thumbnailImageUrl, '', { style: { objectFit: whole.imageSize === 'contain' ? 'contain' : 'cover' } }),
      );
  return el(
    'div',
    { class: 'template' },
    hero,
    content.title ? el('strong', {}, words(content.title)) : null,
    el('p', {}, words(content.text)),
    ...objects(content.actions).map((action) => actionButton(action, tap)),
  );
}

/** @param {Json} column @param {Tap} tap */
function imageCard(column, tap) {
  const action = object(column.action);
  return el(
    'button',
    { type: 'button', class: 'template image-card', 'data-testid': 'template-button', onclick: () => tap(action) },
    picture(column.imageUrl, words(action.label)),
    action.label ? el('span', {}, words(action.label)) : null,
  );
}

/** @param {Json} message @param {Tap} tap @returns {HTMLElement} */
export function renderImagemap(message, tap) {
  const size = object(message.baseSize);
  const width = Number(size.width) || 1040;
  const height = Number(size.height) || 1040;
  const areas = objects(message.actions).map((action, index) => {
    const area = object(action.area);
    return el('button', {
      type: 'button',
      class: 'area',
      'data-testid': 'imagemap-area',
      'aria-label': words(action.label) || text.area(index + 1),
      style: areaStyle(area, { width, height }),
      onclick: () => tap(action.type === 'uri' ? { type: 'uri', uri: action.linkUri } : action),
    });
  });
  return el(
    'div',
    { class: 'imagemap', style: { aspectRatio: `${width} / ${height}` } },
    picture(`${words(message.baseUrl)}/700`, words(message.altText)),
    ...areas,
  );
}

/** @param {unknown} part @param {number} whole */
const share = (part, whole) => `${(100 * (Number(part) || 0)) / whole}%`;

/**
 * @param {Json} area in the picture's own pixels
 * @param {{ width: number, height: number }} size
 */
export function areaStyle(area, size) {
  return {
    left: share(area.x, size.width),
    top: share(area.y, size.height),
    width: share(area.width, size.width),
    height: share(area.height, size.height),
  };
}
