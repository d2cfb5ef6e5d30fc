// The one phone at the right: a LIFF page, opened as the person who tapped.
// One only, because all frames of this page share the LIFF's storage: two people would be one.
import { el } from './dom.js';
import { text } from './text.js';

export function createPhone() {
  const title = el('strong', { id: 'phone-title' });
  const close = el('button', { type: 'button', class: 'icon-button', 'data-testid': 'phone-close', 'aria-label': text.phoneClose }, '✕');
  const reload = el('button', { type: 'button', class: 'icon-button', 'data-testid': 'phone-reload', 'aria-label': text.phoneReload }, '⟳');
  const screen = el('div', { class: 'phone-screen' });
  const element = el(
    'aside',
    { class: 'phone', 'data-testid': 'phone-frame', 'aria-labelledby': 'phone-title', hidden: true },
    el('header', {}, title, reload, close),
    screen,
  );
  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  /** @type {{ userId: string, name: string, url: string } | null} */
  let showing = null;

  function hide() {
    if (!showing) return;
    frame?.remove();
    frame = null;
    showing = null;
    element.hidden = true;
  }

  /** @param {{ userId: string, name: string, url: string }} page */
  function show(page) {
    frame?.remove();
    showing = page;
    title.textContent = text.phoneOf(page.name);
    element.dataset.userId = page.userId;
    frame = el('iframe', {
      src: page.url,
      title: text.phoneOf(page.name),
      'data-testid': 'phone-page',
      allow: 'clipboard-write; geolocation',
    });
    screen.replaceChildren(frame);
    element.hidden = false;
  }

  close.addEventListener('click', hide);
  reload.addEventListener('click', () => showing && show(showing));
  window.addEventListener('message', (event) => {
    if (frame && event.source === frame.contentWindow && event.data?.type === 'liff:close') hide();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });

  return { element, show };
}
