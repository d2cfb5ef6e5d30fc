// What slides up above a composer: one thing at a time, closed with Escape.
import { el } from './dom.js';
import { text } from './text.js';

const ignore = () => undefined;

/** @typedef {ReturnType<typeof createPanel>} Panel */

export function createPanel() {
  const title = el('strong');
  const body = el('div', { class: 'panel-body' });
  /** @type {(open: boolean) => void} */
  let toggled = ignore;
  const close = () => {
    element.hidden = true;
    toggled(false);
  };
  const element = el(
    'section',
    { class: 'panel', 'data-testid': 'composer-panel', hidden: true },
    el(
      'header',
      {},
      title,
      el('button', { type: 'button', class: 'icon-button', 'data-testid': 'panel-close', 'aria-label': text.close, onclick: close }, '✕'),
    ),
    body,
  );
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  });
  return {
    element,
    close,
    isOpen: () => !element.hidden,
    /** @param {string} heading @param {HTMLElement[]} children */
    open(heading, children) {
      title.textContent = heading;
      body.replaceChildren(...children);
      element.hidden = false;
      toggled(true);
      (body.querySelector('button') ?? body.querySelector('input'))?.focus();
    },
    /** @param {(open: boolean) => void} listener */
    onToggle(listener) {
      toggled = listener;
    },
  };
}
