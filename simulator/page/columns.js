// Which chats stand side by side: at most four; a fifth takes the place of the one used longest ago.
import { createColumn } from './chat.js';
import { attempt, el, setChildren } from './dom.js';
import { text } from './text.js';

/**
 * @typedef {import('./api.js').Member} Member
 * @typedef {import('./api.js').Chat} Chat
 * @typedef {ReturnType<typeof createColumn>} Column
 * @typedef {{ member: Member, column: Column, tab: HTMLElement, usedAt: number }} Open
 * @typedef {{
 *   columnHands: (member: Member) => Omit<import('./chat.js').ColumnHands, 'close'>,
 *   load: (userId: string) => Promise<Chat>,
 *   changed: () => void,
 * }} ColumnsHands
 */

const COLUMNS_MAX = 4;

export class Columns {
  strip = el('div', { class: 'columns', 'data-testid': 'columns' });
  tabs = el('div', { class: 'tabs', 'data-testid': 'tabs' });
  #empty = el('p', { class: 'no-columns' }, text.noColumns);
  /** @type {Open[]} */
  #open = [];
  /** @type {string | undefined} */
  #activeId;
  #uses = 0;
  #hands;

  /** @param {ColumnsHands} hands */
  constructor(hands) {
    this.#hands = hands;
  }

  ids() {
    return this.#open.map((one) => one.member.userId);
  }

  /** @param {string} userId */
  async refresh(userId) {
    const one = this.#find(userId);
    if (!one) return;
    const chat = await this.#hands.load(userId);
    one.column.update(chat);
    // The "…" goes by itself when no answer comes.
    if (chat.loadingMs > 0)
      setTimeout(
        attempt(() => this.refresh(userId)),
        chat.loadingMs + 50,
      );
  }

  /** @param {Member[]} members without moving the keyboard into any of them */
  start(members) {
    for (const member of members.slice(0, COLUMNS_MAX)) this.#add(member);
    this.#activeId = this.#open[0]?.member.userId;
    this.#draw();
  }

  /** @param {Member} member */
  show(member) {
    if (!this.#find(member.userId)) this.#add(member);
    this.#activate(member.userId);
    this.reveal(member.userId)?.column.focus();
  }

  /** @param {number} place from 1, as on the keyboard */
  focusPlace(place) {
    const one = this.#open[place - 1];
    if (one) this.show(one.member);
  }

  /** @param {string} userId */
  reveal(userId) {
    const one = this.#find(userId);
    one?.column.element.scrollIntoView({ inline: 'nearest', block: 'nearest' });
    return one;
  }

  /** @param {string} userId */
  #find(userId) {
    return this.#open.find((one) => one.member.userId === userId);
  }

  /** @param {string} userId */
  #activate(userId) {
    const one = this.#find(userId);
    if (!one) return;
    this.#uses += 1;
    one.usedAt = this.#uses;
    if (this.#activeId === userId) return;
    this.#activeId = userId;
    this.#draw();
  }

  /** @param {string} userId */
  #close(userId) {
    this.#open = this.#open.filter((one) => one.member.userId !== userId);
    if (this.#activeId === userId) this.#activeId = this.#open.at(-1)?.member.userId;
    this.#draw();
  }

  /** @param {Member} member */
  #add(member) {
    const one = this.#create(member);
    if (this.#open.length < COLUMNS_MAX) this.#open.push(one);
    else {
      const oldest = this.#open.reduce((first, each) => (each.usedAt < first.usedAt ? each : first));
      this.#open[this.#open.indexOf(oldest)] = one;
    }
    attempt(() => this.refresh(member.userId))();
  }

  /** @param {Member} member @returns {Open} */
  #create(member) {
    const { userId, displayName } = member;
    const activate = () => this.#activate(userId);
    const column = createColumn(member, { ...this.#hands.columnHands(member), close: () => this.#close(userId) });
    column.element.addEventListener('focusin', activate);
    column.element.addEventListener('pointerdown', activate);
    const tab = el('button', { type: 'button', class: 'tab', 'data-testid': `tab-${userId}`, onclick: activate }, displayName);
    return { member, column, tab, usedAt: 0 };
  }

  #draw() {
    const columns = this.#open.map((one) => one.column.element);
    setChildren(this.strip, columns.length > 0 ? columns : [this.#empty]);
    setChildren(
      this.tabs,
      this.#open.map((one) => one.tab),
    );
    for (const one of this.#open) {
      const isActive = one.member.userId === this.#activeId;
      one.column.element.classList.toggle('active', isActive);
      one.tab.setAttribute('aria-pressed', String(isActive));
    }
    this.#hands.changed();
  }
}
