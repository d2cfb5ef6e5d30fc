// Flex Message → elements. Reads LINE's JSON as it is; what it does not know it leaves out.
import { el, picture } from './dom.js';
import { boxStyle, bubbleWidth, colour, imageSize, oneOf, placeStyle, ratio, shareStyle, space, textSize } from './flex-values.js';
import { object, objects, words } from './json.js';
import { text } from './text.js';

/**
 * @typedef {import('./json.js').Json} Json
 * @typedef {(action: Json) => void} Tap what a tapped action does
 */

/** Deeper than LINE allows would only be a mistake or an attack on the page. */
const DEPTH_MAX = 16;

/**
 * @param {Json} contents a bubble or a carousel
 * @param {Tap} tap
 * @returns {HTMLElement}
 */
export function renderFlex(contents, tap) {
  if (contents?.type !== 'carousel') return renderBubble(contents ?? {}, tap);
  const bubbles = objects(contents.contents).map((bubble) => renderBubble(bubble, tap));
  return el('div', { class: 'carousel', 'data-testid': 'carousel', role: 'group', tabIndex: 0, 'aria-label': text.carousel }, ...bubbles);
}

/**
 * @param {Json} bubble
 * @param {Tap} tap
 */
function renderBubble(bubble, tap) {
  const styles = object(bubble.styles);
  const blocks = ['header', 'hero', 'body', 'footer']
    .filter((name) => bubble[name])
    .map((name, index) => {
      const block = object(bubble[name]);
      const style = object(styles[name]);
      const content = renderComponent(block, { layout: 'vertical', depth: 0, tap });
      return el(
        'div',
        {
          class: `flex-${name}${block.type === 'box' ? '' : ' flex-media'}`,
          style: {
            backgroundColor: colour(style.backgroundColor),
            borderTop: style.separator && index > 0 ? `1px solid ${colour(style.separatorColor) ?? '#d4d6da'}` : undefined,
            ...(block.paddingAll || block.paddingTop ? { padding: '0' } : {}),
          },
        },
        content,
      );
    });
  const card = el(
    'div',
    {
      class: 'flex-bubble',
      'data-testid': 'flex-bubble',
      dir: bubble.direction === 'rtl' ? 'rtl' : 'ltr',
      style: { width: `${bubbleWidth(bubble.size)}px` },
    },
    ...blocks,
  );
  return tappable(card, bubble, tap);
}

/**
 * @typedef {{ layout: string, depth: number, tap: Tap }} Where
 * @param {Json} component
 * @param {Where} where
 * @returns {HTMLElement | null}
 */
function renderComponent(component, where) {
  if (where.depth > DEPTH_MAX) return null;
  const element = draw(component, where);
  if (!element) return null;
  Object.assign(element.style, defined(placeStyle(component)), defined(shareStyle(component, where.layout)));
  return component.type === 'button' ? element : tappable(element, component, where.tap);
}

/** @type {Record<string, (component: Json, where: Where) => HTMLElement>} */
const DRAWERS = {
  box: drawBox,
  text: drawText,
  button: (component, where) => drawButton(component, where.tap),
  image: drawImage,
  icon: drawIcon,
  video: drawVideo,
  separator: (component, where) =>
    el('div', { class: `flex-separator ${where.layout}`, style: defined({ backgroundColor: colour(component.color) }) }),
  filler: () => el('div', { style: { flex: '1' } }),
  spacer: (component) => el('div', { style: defined({ height: space(component.size ?? 'md') }) }),
};

/** @param {Json} component @param {Where} where @returns {HTMLElement | null} */
function draw(component, where) {
  const kind = String(component.type);
  return (Object.hasOwn(DRAWERS, kind) && DRAWERS[kind]?.(component, where)) || null;
}

/** @param {Json} box @param {Where} where */
function drawBox(box, where) {
  const layout = oneOf({ vertical: 'vertical', horizontal: 'horizontal', baseline: 'baseline' }, box.layout) ?? 'vertical';
  const element = el('div', { class: `flex-box ${layout}`, style: defined(boxStyle(box)) });
  const side = layout === 'vertical' ? 'marginTop' : 'marginInlineStart';
  let first = true;
  for (const child of objects(box.contents)) {
    const drawn = renderComponent(child, { layout, depth: where.depth + 1, tap: where.tap });
    if (!drawn) continue;
    const room = space(child.margin) ?? (first ? undefined : space(box.spacing));
    if (room) drawn.style[side] = room;
    if (child.position !== 'absolute') first = false;
    element.append(drawn);
  }
  return element;
}

const ALIGN = { start: 'start', center: 'center', end: 'end' };
const GRAVITY = { top: 'flex-start', center: 'center', bottom: 'flex-end' };
const DECORATION = { none: 'none', underline: 'underline', 'line-through': 'line-through' };

/** @param {Json} piece a text or a span */
function letterStyle(piece) {
  return defined({
    fontSize: piece.type === 'span' && !piece.size ? undefined : textSize(piece.size),
    fontWeight: oneOf({ regular: '400', bold: '700' }, piece.weight),
    fontStyle: oneOf({ normal: 'normal', italic: 'italic' }, piece.style),
    color: colour(piece.color),
    textDecoration: oneOf(DECORATION, piece.decoration),
  });
}

/** @param {Json} component */
function drawText(component) {
  const spans = objects(component.contents);
  const pieces =
    spans.length > 0 ? spans.map((span) => el('span', { style: letterStyle(span) }, words(span.text))) : [words(component.text)];
  const lines = Number(component.maxLines);
  const element = el(
    'div',
    {
      class: `flex-text${component.wrap ? ' wrap' : ''}`,
      style: {
        ...letterStyle(component),
        ...defined({
          textAlign: oneOf(ALIGN, component.align),
          alignSelf: oneOf(GRAVITY, component.gravity),
        }),
      },
    },
    ...pieces,
  );
  if (component.wrap && lines > 0) {
    element.classList.add('clamped');
    element.style.setProperty('-webkit-line-clamp', String(Math.floor(lines)));
  }
  return element;
}

/** @param {Json} component @param {Tap} tap */
function drawButton(component, tap) {
  const action = object(component.action);
  const style = oneOf({ primary: 'primary', secondary: 'secondary', link: 'link' }, component.style) ?? 'link';
  const chosen = colour(component.color);
  return el(
    'button',
    {
      type: 'button',
      class: `flex-button ${style}${component.height === 'sm' ? ' small' : ''}`,
      'data-testid': 'flex-button',
      style: defined(style === 'link' ? { color: chosen } : { backgroundColor: chosen }),
      onclick: () => tap(action),
    },
    words(action.label),
  );
}

/** @param {Json} component */
function drawImage(component) {
  const size = imageSize(component.size);
  const frame = el('div', {
    class: 'flex-image',
    style: defined({
      width: size,
      maxWidth: '100%',
      aspectRatio: ratio(component.aspectRatio) ?? '1 / 1',
      backgroundColor: colour(component.backgroundColor),
      alignSelf: oneOf(GRAVITY, component.gravity),
      marginInline: oneOf({ start: '0 auto', center: 'auto', end: 'auto 0' }, component.align ?? 'center'),
    }),
  });
  frame.append(picture(component.url, '', { style: { objectFit: component.aspectMode === 'cover' ? 'cover' : 'contain' } }));
  return frame;
}

/** @param {Json} component */
function drawIcon(component) {
  return picture(component.url, '', {
    class: 'flex-icon',
    style: defined({ height: textSize(component.size), aspectRatio: ratio(component.aspectRatio) ?? '1 / 1' }),
  });
}

/** @param {Json} component @param {Where} where */
function drawVideo(component, where) {
  const standIn = component.altContent ? object(component.altContent) : null;
  const preview = component.previewUrl
    ? drawImage({ url: component.previewUrl, size: 'full', aspectRatio: component.aspectRatio, aspectMode: 'cover' })
    : standIn && renderComponent(standIn, { ...where, depth: where.depth + 1 });
  return el('div', { class: 'flex-video' }, preview, el('span', { class: 'play', 'aria-hidden': 'true' }, '▶'));
}

/**
 * Makes a whole component tappable, as LINE does for boxes, texts and images with an action.
 * @param {HTMLElement} element
 * @param {Json} component
 * @param {Tap} tap
 */
function tappable(element, component, tap) {
  if (!component.action) return element;
  const action = object(component.action);
  element.classList.add('tappable');
  element.setAttribute('role', 'button');
  element.dataset.testid = 'flex-area';
  element.tabIndex = 0;
  if (typeof action.label === 'string' && action.label) element.setAttribute('aria-label', action.label);
  element.addEventListener('click', (event) => {
    event.stopPropagation();
    tap(action);
  });
  element.addEventListener('keydown', (event) => {
    if (event.target !== element || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    tap(action);
  });
  return element;
}

/**
 * @param {Record<string, string | undefined>} style
 * @returns {Record<string, string>}
 */
function defined(style) {
  return Object.fromEntries(Object.entries(style).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
