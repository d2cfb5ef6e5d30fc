// The list at the left: everyone in town, by role, and the form for a new person.
import { face } from './chat.js';
import { attempt, el, setChildren } from './dom.js';
import { roleNames, text } from './text.js';

/**
 * @typedef {import('./api.js').Member} Member
 * @typedef {{ open: (userId: string) => void, add: (person: { displayName: string, role: string }) => Promise<void> }} PeopleHands
 */

const ROLES = Object.keys(roleNames);

/** @param {PeopleHands} hands */
export function createPeople(hands) {
  const groups = el('div', { class: 'people-groups' });
  const form = addForm(hands);
  const addButton = el(
    'button',
    { type: 'button', class: 'add-person', 'data-testid': 'add-person', onclick: () => form.open() },
    `+ ${text.addPerson}`,
  );
  const element = el(
    'nav',
    { class: 'people', 'data-testid': 'people', 'aria-label': text.people },
    el('header', {}, el('h2', {}, text.people), addButton),
    form.element,
    groups,
  );
  const sections = ROLES.map((role) => roleSection(role));
  /** @type {Map<string, ReturnType<typeof personButton>>} */
  const persons = new Map();

  /** @param {Member} member */
  function personOf(member) {
    const known = persons.get(member.userId) ?? personButton(member, () => hands.open(member.userId));
    persons.set(member.userId, known);
    return known;
  }

  return {
    element,
    /** @param {Member[]} members @param {{ openIds: string[], unread: Set<string> }} state */
    update(members, state) {
      for (const section of sections)
        section.show(members.filter((member) => roleOf(member) === section.role).map((member) => personOf(member).element));
      setChildren(
        groups,
        sections.filter((section) => !section.isEmpty()).map((section) => section.element),
      );
      for (const { userId } of members)
        persons.get(userId)?.update({ isOpen: state.openIds.includes(userId), isUnread: state.unread.has(userId) });
    },
  };
}

/** @param {string} role */
function roleSection(role) {
  const list = el('div');
  return {
    role,
    element: el('section', { 'data-testid': `role-${role}` }, el('h3', {}, roleNames[role]), list),
    isEmpty: () => list.childElementCount === 0,
    /** @param {HTMLElement[]} persons */
    show: (persons) => setChildren(list, persons),
  };
}

/** @param {Member} member @param {() => void} onclick */
function personButton(member, onclick) {
  const dot = el('span', { class: 'unread', 'data-testid': 'unread', role: 'img', 'aria-label': text.unread, hidden: true });
  const name = el('span', { class: 'person-name' }, member.displayName, member.label ? el('small', {}, member.label) : null);
  const element = el(
    'button',
    { type: 'button', class: 'person', 'data-testid': `person-${member.userId}`, onclick },
    face(member),
    name,
    dot,
  );
  return {
    element,
    /** @param {{ isOpen: boolean, isUnread: boolean }} state */
    update({ isOpen, isUnread }) {
      element.classList.toggle('open', isOpen);
      element.setAttribute('aria-pressed', String(isOpen));
      dot.hidden = !isUnread;
    },
  };
}

/** @param {Member} member */
function roleOf(member) {
  return ROLES.find((role) => role === member.role) ?? 'other';
}

/** @param {PeopleHands} hands */
function addForm(hands) {
  const name = el('input', { name: 'name', required: true, maxLength: 40, 'data-testid': 'add-person-name', autocomplete: 'off' });
  const role = el(
    'select',
    { 'data-testid': 'add-person-role' },
    ...ROLES.filter((one) => one !== 'other').map((one) => el('option', { value: one }, roleNames[one])),
  );
  const element = el(
    'form',
    { class: 'add-person-form', 'data-testid': 'add-person-form', hidden: true },
    el('label', {}, text.addPersonName, name),
    el('label', {}, text.addPersonRole, role),
    el(
      'div',
      { class: 'row' },
      el('button', { type: 'submit', class: 'primary', 'data-testid': 'add-person-save' }, text.add),
      el(
        'button',
        {
          type: 'button',
          'data-testid': 'add-person-cancel',
          onclick: () => {
            element.hidden = true;
          },
        },
        text.cancel,
      ),
    ),
  );
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(async () => {
      await hands.add({ displayName: name.value.trim(), role: role.value });
      name.value = '';
      element.hidden = true;
    })();
  });
  return {
    element,
    open() {
      element.hidden = false;
      name.focus();
    },
  };
}
