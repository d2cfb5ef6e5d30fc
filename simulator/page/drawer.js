// A drawer slides over the page from the right; only one is open at a time. Here also: the story.
import { el } from './dom.js';
import { roleNames, story, text } from './text.js';

/** @param {{ name: string, title: string, body: HTMLElement }} drawer */
export function createDrawer(drawer) {
  const element = el('dialog', { class: 'drawer', 'data-testid': `drawer-${drawer.name}`, 'aria-label': drawer.title });
  element.append(
    el(
      'header',
      {},
      el('h2', {}, drawer.title),
      el(
        'button',
        { type: 'button', class: 'icon-button', 'data-testid': 'drawer-close', 'aria-label': text.close, onclick: () => element.close() },
        '✕',
      ),
    ),
    drawer.body,
  );
  const toggle = () => {
    if (element.open) return element.close();
    for (const other of document.querySelectorAll('dialog')) other.close();
    // Not modal: the chats beside it stay usable while the story is read.
    element.show();
  };
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    element.close();
  });
  return { element, toggle };
}

/**
 * @param {{ openRole: (role: string) => string | undefined, say: (role: string, words: string) => void }} hands
 */
export function createStory(hands) {
  const steps = story.map((step, index) => {
    const role = roleNames[step.role] ?? step.role;
    const words = step.words;
    return el(
      'li',
      { 'data-testid': `story-step-${index + 1}` },
      el('span', { class: 'role-tag', 'data-role': step.role }, role),
      ' ',
      step.what,
      el(
        'div',
        { class: 'row' },
        el(
          'button',
          { type: 'button', class: 'choice', 'data-testid': 'story-open', onclick: () => hands.openRole(step.role) },
          text.openPerson(role),
        ),
        words &&
          el(
            'button',
            { type: 'button', class: 'choice', 'data-testid': 'story-say', onclick: () => hands.say(step.role, words) },
            text.say(words),
          ),
      ),
    );
  });
  return el('div', { class: 'drawer-body' }, el('p', {}, text.storyIntro), el('ol', { class: 'story' }, ...steps));
}
