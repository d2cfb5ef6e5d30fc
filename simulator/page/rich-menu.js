// The menu at the foot of a chat: a picture with tappable areas, which can be folded away.
import { el, picture } from './dom.js';
import { areaStyle } from './templates.js';
import { words } from './json.js';
import { text } from './text.js';

/**
 * @typedef {import('./json.js').Json} Json
 * @typedef {import('./flex.js').Tap} Tap
 * @typedef {import('./api.js').RichMenu} RichMenu
 */

/** @param {Tap} tap */
export function createRichMenu(tap) {
  const bar = el('button', { type: 'button', class: 'menu-bar', 'data-testid': 'richmenu-toggle' });
  const body = el('div', { class: 'menu-body', 'data-testid': 'richmenu' });
  const element = el('div', { class: 'rich-menu', hidden: true }, bar, body);
  let shown = '';
  let open = true;

  function fold() {
    body.hidden = !open;
    bar.setAttribute('aria-expanded', String(open));
    bar.title = open ? text.menuHide : text.menuShow;
  }
  bar.addEventListener('click', () => {
    open = !open;
    fold();
  });

  return {
    element,
    /** @param {RichMenu | null | undefined} menu */
    update(menu) {
      const key = JSON.stringify(menu ?? null);
      if (key === shown) return;
      shown = key;
      element.hidden = !menu;
      if (!menu) return;
      bar.replaceChildren(`☰ ${menu.chatBarText || text.menu}`);
      body.style.aspectRatio = `${menu.size.width} / ${menu.size.height}`;
      body.replaceChildren(
        picture(menu.imageUrl, menu.name ?? ''),
        ...menu.areas.map((area, index) =>
          el('button', {
            type: 'button',
            class: 'area',
            'data-testid': 'richmenu-area',
            style: areaStyle(area.bounds, menu.size),
            'aria-label': words(area.action.label ?? area.action.displayText ?? area.action.text) || text.area(index + 1),
            onclick: () => tap(area.action),
          }),
        ),
      );
      fold();
    },
  };
}
