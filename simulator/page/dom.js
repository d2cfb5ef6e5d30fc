// Everything on this page is built here: words become text nodes, never markup,
// because a chat shows what strangers typed.

/**
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {string | number | boolean | null | undefined | EventListener | Record<string, string | undefined>} Prop
 * @typedef {Record<string, Prop>} Props `on…` keys are listeners, `data-…`/`aria-…` attributes,
 *   `class`, `style` (an object), the rest are properties of the element
 */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {Prop} value
 */
function setProp(element, name, value) {
  if (value === undefined || value === null) return;
  if (typeof value === 'function') element.addEventListener(name.slice('on'.length), value);
  else if (typeof value === 'object') Object.assign(element.style, value);
  else if (name === 'class') element.className = String(value);
  else if (name.includes('-') || name === 'role' || name === 'for') element.setAttribute(name, String(value));
  else Reflect.set(element, name, value);
}

/**
 * Replaces the children only where they differ, so that focus, scroll and running pictures survive.
 * @param {HTMLElement} parent
 * @param {Node[]} children
 */
export function setChildren(parent, children) {
  /** @type {Set<Node>} */
  const wanted = new Set(children);
  const leaving = Array.from(parent.childNodes).filter((child) => !wanted.has(child));
  for (const child of leaving) child.remove();
  children.forEach((child, index) => {
    const there = parent.childNodes[index];
    if (there !== child) parent.insertBefore(child, there ?? null);
  });
}

/**
 * The address when it is safe to load or open, else null: only http and https,
 * never `javascript:` or `data:`.
 * @param {unknown} address
 * @returns {string | null}
 */
export function webAddress(address) {
  if (typeof address !== 'string' || !URL.canParse(address, location.href)) return null;
  const url = new URL(address, location.href);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

/**
 * @param {unknown} address
 * @param {string} alt
 * @param {Props} [props]
 * @returns {HTMLElement}
 */
export function picture(address, alt, props = {}) {
  const src = webAddress(address);
  if (!src) return el('span', { class: 'picture-missing', ...props }, alt || '▢');
  const image = el('img', { alt, loading: 'lazy', decoding: 'async', ...props, src });
  image.addEventListener('error', () => image.classList.add('picture-missing'));
  return image;
}

/** The page's plain button. @param {string} testid @param {string} label @param {() => void} onclick */
export function choice(testid, label, onclick) {
  return el('button', { type: 'button', class: 'choice', 'data-testid': testid, onclick }, label);
}

/** @param {string} message a short word to the person, gone after a moment */
export function notify(message) {
  const place = document.querySelector('[data-testid="notices"]');
  if (!place) return;
  const note = el('div', { class: 'notice', 'data-testid': 'notice' }, message);
  place.append(note);
  setTimeout(() => note.remove(), 5000);
}

/**
 * @param {() => Promise<unknown>} work says the reason on the page when it fails
 * @returns {() => void}
 */
export function attempt(work) {
  return () => {
    work().catch((error) => notify(error instanceof Error ? error.message : String(error)));
  };
}
