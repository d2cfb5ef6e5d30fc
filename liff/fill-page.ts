import { words as en } from './text/en.ts';
import { words as ms } from './text/ms.ts';
import { words as my } from './text/my.ts';
import { words as th } from './text/th.ts';
import { MARK, SHAPES } from './ui/shapes.ts';

/** Each drawing once, for all of the page to refer to. */
function shapes(): string {
  const drawn = Object.entries(SHAPES).map(
    ([name, path]) => `<symbol id="shape-${name}" viewBox="0 0 24 24"><path d="${path}" /></symbol>`,
  );
  const mark = `<symbol id="shape-mark" viewBox="0 0 32 32"><path class="mark__bowl" d="${MARK.bowl}" /><path class="mark__grain" d="${MARK.grains}" /></symbol>`;
  return `<svg class="hidden-words" aria-hidden="true">${drawn.join('')}${mark}</svg>`;
}

/** Where nothing has come for a while, in every language: nobody knows yet who is reading. A link with a target is the browser's, not the router's. */
function late(): string {
  return Object.entries({ th, en, ms, my })
    .map(
      ([language, { fail }]) =>
        `<a class="button button--secondary" lang="${language}" href="" target="_self">${fail.offlineTitle} · ${fail.retry}</a>`,
    )
    .join('');
}

/** What the page shows before any script has come, written in by the build. */
export function fillPage(html: string): string {
  return html
    .replace('<!--name-->', th.app.name)
    .replace('<!--loading-->', th.app.loading)
    .replace('<!--late-->', late)
    .replace('<!--shapes-->', shapes);
}
