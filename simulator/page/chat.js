// One column: a person's phone showing their chat with the bot.
import { perform } from './actions.js';
import { createComposer } from './composer.js';
import { attempt, el, notify, setChildren } from './dom.js';
import { object, words } from './json.js';
import { renderEntry } from './messages.js';
import { createRichMenu } from './rich-menu.js';
import { dayName, initialOf, roleNames, text, webhookTroubles } from './text.js';

/**
 * @typedef {import('./json.js').Json} Json
 * @typedef {import('./api.js').Member} Member
 * @typedef {import('./api.js').Chat} Chat
 * @typedef {import('./api.js').Entry} Entry
 * @typedef {import('./api.js').MemberAction} MemberAction
 * @typedef {{
 *   act: (action: MemberAction) => Promise<unknown>,
 *   openLiff: (path: string) => Promise<void>,
 *   enlarge: (url: string) => void,
 *   close: () => void,
 * }} ColumnHands
 */

/** Nearer to the end than this, a person is reading the newest message. */
const AT_END_PX = 120;

/** @param {Member} member @param {ColumnHands} hands */
export function createColumn(member, hands) {
  const composer = createComposer(member, hands.act);
  const tap = (/** @type {Json} */ action) =>
    attempt(() =>
      perform(action, {
        tap: (tapped) => hands.act({ kind: 'tap', action: tapped }),
        openLiff: hands.openLiff,
        askDate: (asked) => composer.askDate(asked),
        showPhotos: composer.showPhotos,
        showPlaces: composer.showPlaces,
        fillIn: composer.fillIn,
      }),
    )();
  const header = createHeader(member, hands);
  const messages = createMessageList(member, { tap, enlarge: hands.enlarge });
  const quickReplies = createQuickReplies(tap);
  const richMenu = createRichMenu(tap);
  const doorway = createDoorway(hands);
  const foot = el('div', { class: 'chat-foot' }, composer.panel, quickReplies.element, composer.element, richMenu.element);
  const element = el(
    'section',
    {
      class: 'column',
      'data-testid': `chat-column-${member.userId}`,
      'data-role': member.role,
      tabIndex: -1,
      'aria-label': text.chatOf(member.displayName),
    },
    header.element,
    messages.element,
    doorway.element,
    foot,
  );

  return {
    element,
    focus: composer.focus,
    /** @param {Chat} chat */
    update(chat) {
      element.dataset.relation = chat.relation;
      header.update(chat);
      messages.update(chat);
      quickReplies.update(chat.quickReplies);
      richMenu.update(chat.richMenu);
      doorway.update(chat);
      foot.hidden = chat.relation !== 'friend';
    },
  };
}

/** @param {Member} member */
export function face(member) {
  return el('span', { class: 'face', 'data-role': member.role, 'aria-hidden': 'true' }, initialOf(member.displayName));
}

/** @param {Member} member @param {ColumnHands} hands */
function createHeader(member, hands) {
  const state = el('span', { class: 'relation', 'data-testid': 'relation' });
  const block = el(
    'button',
    {
      type: 'button',
      'data-testid': 'block-button',
      onclick: attempt(() => hands.act({ kind: 'unfollow' })),
    },
    text.block,
  );
  /** @type {Entry | undefined} */
  let last;
  const unsend = el(
    'button',
    {
      type: 'button',
      'data-testid': 'unsend-button',
      onclick: attempt(async () => last && hands.act({ kind: 'unsend', messageId: last.id })),
    },
    text.unsendLast,
  );
  const menu = el(
    'details',
    { class: 'column-menu' },
    el('summary', { class: 'icon-button', 'data-testid': 'chat-menu', 'aria-label': text.moreOf(member.displayName) }, '⋯'),
    el('div', { class: 'column-menu-body', onclick: () => menu.removeAttribute('open') }, unsend, block),
  );
  const role = roleNames[member.role] ?? member.role;
  const element = el(
    'header',
    { class: 'column-header' },
    face(member),
    el('div', { class: 'who' }, el('strong', {}, member.displayName), el('small', {}, role, ' · ', state)),
    menu,
    el(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'data-testid': 'chat-close',
        'aria-label': text.closeColumn(member.displayName),
        onclick: hands.close,
      },
      '✕',
    ),
  );
  return {
    element,
    /** @param {Chat} chat */
    update(chat) {
      state.textContent = text.relation[chat.relation];
      block.hidden = chat.relation !== 'friend';
      last = chat.entries.findLast((entry) => entry.from === 'member' && !entry.unsent);
      unsend.hidden = !last;
    },
  };
}

/** What stands in place of the composer until the person and the bot are friends. @param {ColumnHands} hands */
function createDoorway(hands) {
  const hint = el('span');
  const follow = el('button', {
    type: 'button',
    class: 'follow',
    'data-testid': 'follow-button',
    onclick: attempt(() => hands.act({ kind: 'follow' })),
  });
  const element = el('div', { class: 'not-friend', hidden: true }, hint, follow);
  return {
    element,
    /** @param {Chat} chat */
    update(chat) {
      element.hidden = chat.relation === 'friend';
      hint.textContent = chat.relation === 'blocked' ? text.blockedHint : text.newcomerHint;
      follow.textContent = chat.relation === 'blocked' ? text.unblock : text.follow;
    },
  };
}

/**
 * @param {Member} member
 * @param {import('./messages.js').Hands} hands
 */
function createMessageList(member, hands) {
  const list = el('div', {
    class: 'messages',
    'data-testid': 'messages',
    role: 'log',
    tabIndex: 0,
    'aria-label': text.messagesOf(member.displayName),
  });
  const typing = el('div', { class: 'typing', 'data-testid': 'typing', 'aria-label': text.typing }, el('i'), el('i'), el('i'));
  const empty = el('p', { class: 'hint' }, text.emptyChat);
  /** @type {Map<string, { key: string, element: HTMLElement }>} */
  const drawn = new Map();

  /** @param {Entry} entry @param {number} index */
  function entryElement(entry, index) {
    const key = `${index}${entry.unsent ? 'unsent' : ''}`;
    const known = drawn.get(entry.id);
    if (known?.key === key) return known.element;
    const element = renderEntry(entry, index, hands);
    drawn.set(entry.id, { key, element });
    return element;
  }

  /** @type {Map<string, HTMLElement>} */
  const days = new Map();
  /** @param {Entry[]} entries */
  function withDays(entries) {
    let day = '';
    return entries.flatMap((entry, index) => {
      const element = entryElement(entry, index);
      const name = dayName(entry.at);
      if (name === day) return [element];
      day = name;
      const line = days.get(name) ?? el('div', { class: 'day' }, name);
      days.set(name, line);
      return [line, element];
    });
  }

  const end = keepAtEnd(list, text.newBelow);
  let count = 0;
  return {
    element: list,
    /** @param {Chat} chat */
    update(chat) {
      const fresh = chat.entries.slice(count);
      count = chat.entries.length;
      setChildren(list, [
        ...withDays(chat.entries),
        ...(chat.loadingMs > 0 ? [typing] : []),
        ...(count === 0 && chat.relation === 'friend' ? [empty] : []),
        end.pill,
      ]);
      end.follow(
        fresh.length > 0,
        fresh.some((entry) => entry.from === 'member'),
      );
    },
  };
}

/**
 * Who reads the newest message keeps seeing it, whatever grows or shrinks around it; who scrolled up stays there and is
 * told that there is more below.
 * @param {HTMLElement} list
 * @param {string} more
 */
function keepAtEnd(list, more) {
  let isAtEnd = true;
  const toEnd = () => {
    list.scrollTop = list.scrollHeight;
  };
  const pill = el('button', { type: 'button', class: 'new-below', 'data-testid': 'new-below', hidden: true, onclick: toEnd }, more);
  let height = 0;
  list.addEventListener('scroll', () => {
    // The foot has just changed the room for the messages: nobody scrolled.
    if (list.clientHeight !== height) return;
    isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < AT_END_PX;
    if (isAtEnd) pill.hidden = true;
  });
  const stay = () => void (isAtEnd && toEnd());
  list.addEventListener('load', stay, true);
  new ResizeObserver(() => {
    height = list.clientHeight;
    stay();
  }).observe(list);
  return {
    pill,
    /** @param {boolean} isNew @param {boolean} isMine */
    follow(isNew, isMine) {
      if (isAtEnd || (isNew && isMine)) {
        isAtEnd = true;
        toEnd();
      } else if (isNew) pill.hidden = false;
    },
  };
}

/** @param {(action: Json) => void} tap */
function createQuickReplies(tap) {
  const element = el('div', {
    class: 'quick-replies',
    'data-testid': 'quick-replies',
    role: 'group',
    'aria-label': text.quickReplies,
    hidden: true,
  });
  // A mouse wheel turns only up and down; the row runs across.
  element.addEventListener(
    'wheel',
    (event) => {
      element.scrollLeft += event.deltaY;
    },
    { passive: true },
  );
  let shown = '[]';
  return {
    element,
    /** @param {Json[]} items */
    update(items) {
      const key = JSON.stringify(items);
      if (key === shown) return;
      shown = key;
      element.hidden = items.length === 0;
      element.scrollLeft = 0;
      element.replaceChildren(
        ...items.map((item) => {
          const action = object(item.action);
          return el(
            'button',
            { type: 'button', class: 'quick-reply', 'data-testid': 'quick-reply', onclick: () => tap(action) },
            words(action.label),
          );
        }),
      );
    },
  };
}

/** @param {{ status?: unknown }} result of an action; says so on the page when the bot did not take it */
export function sayTrouble(result) {
  const status = result?.status;
  if (typeof status === 'number' && (status < 200 || status > 299)) notify(text.webhookStatus(status));
  const trouble = webhookTroubles[words(status)];
  if (trouble) notify(trouble);
}
