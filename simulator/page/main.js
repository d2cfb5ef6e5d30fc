// The page of the LINE simulator: plays every person in town against the real bot.
//
// Everything that can be tapped has a `data-testid`, for tests that play the story here:
//   person-{userId} (in role-{role}) · unread · add-person, add-person-name, -role, -save, -cancel
//   chat-column-{userId} contains: relation · follow-button · chat-menu → block-button, unsend-button · chat-close
//     messages → message-{n} from 1, with data-from, data-message-type, data-via; inside: flex-bubble, flex-button,
//       flex-area (a tappable box), carousel, template-button, imagemap-area, photo, text-link, message-tag · typing
//     quick-replies → quick-reply · composer-input, composer-send, composer-more → composer-panel (panel-close):
//       more-sticker → sticker-{n} · more-photo → photo-file, photo-slip, photo-door · more-voice → voice-send
//       more-location → place-home, place-{n}, place-latitude, place-longitude, place-send · more-date → date-input, date-send
//     richmenu-toggle, richmenu → richmenu-area (also found by its aria-label)
//   tab-{userId} (narrow screens) · people-toggle · phone-frame → phone-page, phone-reload, phone-close · lightbox
//   story-toggle → drawer-story → story-step-{n} → story-open, story-say
//   state-toggle → drawer-state → state-quota, -replies, -pushes, fault-{name}, clear-faults, send-again, send-failed, problem
//   notices → notice
import { createApi } from './api.js';
import { sayTrouble } from './chat.js';
import { Columns } from './columns.js';
import { attempt, el, notify, picture } from './dom.js';
import { createDrawer, createStory } from './drawer.js';
import { createPeople } from './people.js';
import { createPhone } from './phone.js';
import { createState } from './state-drawer.js';
import { text } from './text.js';

/** @typedef {import('./api.js').Member} Member */

const FIRST_ROLES = ['resident', 'shop', 'rider', 'coordinator'];

const api = createApi();
/** @type {Map<string, Member>} */
const members = new Map();
/** @type {Set<string>} */
const unread = new Set();

const phone = createPhone();
const lightbox = createLightbox();
const columns = new Columns({ columnHands, load: api.chat, changed });
const people = createPeople({ open: openPerson, add: addPerson });
const state = createState({ ...api, load: api.state, faultsOn: showFaults });
const storyDrawer = createDrawer({ name: 'story', title: text.story, body: createStory({ openRole, say: sayAs }) });
const stateDrawer = createDrawer({ name: 'state', title: text.state, body: state.element });
const stateButton = barButton('state-toggle', text.state, stateDrawer.toggle);

/** @param {Member} member */
function columnHands(member) {
  const { userId, displayName } = member;
  return {
    act: async (/** @type {import('./api.js').MemberAction} */ action) => {
      sayTrouble(await api.act(userId, action));
      // A tap may leave nothing in the chat and still use up the quick replies.
      await columns.refresh(userId);
    },
    openLiff: async (/** @type {string} */ path) => {
      phone.show({ userId, name: displayName, url: await api.liffUrl(userId, path) });
      columns.reveal(userId);
    },
    enlarge: (/** @type {string} */ url) => lightbox.show(url),
  };
}

function changed() {
  const openIds = columns.ids();
  for (const userId of openIds) unread.delete(userId);
  people.update([...members.values()], { openIds, unread });
}

/** @param {string} userId */
function openPerson(userId) {
  const member = members.get(userId);
  document.body.classList.remove('people-open');
  if (member) columns.show(member);
}

/** @param {string} role @returns {string | undefined} whose chat was opened */
function openRole(role) {
  const openIds = columns.ids();
  const candidates = [...members.values()].filter(
    (member) => member.role === role || (role === 'newcomer' && member.relation === 'stranger'),
  );
  // Whoever has something new is whom the story goes on with.
  const found =
    candidates.find((member) => unread.has(member.userId)) ?? candidates.find((member) => openIds.includes(member.userId)) ?? candidates[0];
  if (found) openPerson(found.userId);
  else document.querySelector('[data-testid="add-person"]')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  return found?.userId;
}

/** @param {string} role @param {string} words */
function sayAs(role, words) {
  const userId = openRole(role);
  const isFriend = userId && members.get(userId)?.relation === 'friend';
  if (isFriend) attempt(async () => sayTrouble(await api.act(userId, { kind: 'say', text: words })))();
}

/** @param {{ displayName: string, role: string }} person */
async function addPerson(person) {
  const member = await api.addMember(person);
  members.set(member.userId, member);
  openPerson(member.userId);
}

async function loadMembers() {
  for (const member of await api.members()) members.set(member.userId, member);
  changed();
}

/** @param {string} testid @param {string} label @param {() => void} onclick */
function barButton(testid, label, onclick) {
  return el('button', { type: 'button', class: 'bar-button', 'data-testid': testid, onclick }, label);
}

function createLightbox() {
  const element = el('dialog', { class: 'lightbox', 'data-testid': 'lightbox', 'aria-label': text.photo, onclick: () => element.close() });
  return {
    element,
    /** @param {string} url */
    show(url) {
      element.replaceChildren(
        picture(url, text.photo),
        el('button', { type: 'button', class: 'icon-button', 'aria-label': text.close }, '✕'),
      );
      element.showModal();
    },
  };
}

/** @param {number} count */
function showFaults(count) {
  stateButton.classList.toggle('warn', count > 0);
  stateButton.textContent = count > 0 ? `${text.state} · ${text.faultsOn(count)}` : text.state;
}

/** Many changes at once (a message, its answer, its menu) become one look at each chat. */
function createChangeQueue() {
  /** @type {Set<string>} */
  const waiting = new Set();
  let isPlanned = false;
  const flush = attempt(async () => {
    isPlanned = false;
    const userIds = [...waiting];
    waiting.clear();
    for (const userId of userIds) if (!columns.ids().includes(userId)) unread.add(userId);
    await loadMembers();
    await Promise.all([...userIds.map((userId) => columns.refresh(userId)), stateDrawer.element.open && state.refresh()]);
  });
  return (/** @type {string} */ userId) => {
    waiting.add(userId);
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(flush, 30);
  };
}

function keyboard(/** @type {KeyboardEvent} */ event) {
  const place = event.altKey && !event.ctrlKey && /^Digit([1-4])$/.exec(event.code)?.[1];
  if (!place) return;
  event.preventDefault();
  columns.focusPlace(Number(place));
}

function layOut() {
  document.title = text.title;
  document.body.append(
    el(
      'header',
      { class: 'top-bar' },
      el(
        'button',
        {
          type: 'button',
          class: 'bar-button people-toggle',
          'data-testid': 'people-toggle',
          onclick: () => document.body.classList.toggle('people-open'),
        },
        `☰ ${text.showPeople}`,
      ),
      el('h1', {}, text.title),
      el('p', {}, text.what, ' ', el('span', { lang: 'en' }, text.whatEnglish)),
      barButton('story-toggle', text.story, storyDrawer.toggle),
      stateButton,
    ),
    el('div', { class: 'town' }, people.element, el('main', {}, columns.tabs, columns.strip), phone.element),
    storyDrawer.element,
    stateDrawer.element,
    lightbox.element,
    el('div', { class: 'notices', 'data-testid': 'notices', role: 'status' }),
  );
  stateButton.addEventListener('click', attempt(state.refresh));
  document.addEventListener('keydown', keyboard);
}

async function start() {
  layOut();
  await loadMembers();
  const everyone = [...members.values()];
  const first = FIRST_ROLES.flatMap((role) => everyone.find((member) => member.role === role) ?? []);
  columns.start(first.length > 0 ? first : everyone);
  const changedFor = createChangeQueue();
  api.listen({
    changed: changedFor,
    // After a pause (the server was started anew, say) every open chat is read again.
    connected: attempt(async () => {
      await loadMembers();
      columns.ids().forEach(changedFor);
    }),
    lost: () => notify(text.offline),
  });
}

attempt(start)();
