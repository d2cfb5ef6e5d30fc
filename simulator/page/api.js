// The only file that talks to the simulator (simulator/control-api.ts).
import { words } from './json.js';

/**
 * @typedef {import('./json.js').Json} Json
 * @typedef {{ userId: string, displayName: string, role: string, label?: string, relation: 'friend' | 'stranger' | 'blocked' }} Member
 * @typedef {{ id: string, at: number, from: 'member' | 'bot', via?: string, unsent?: boolean, message: Json }} Entry
 * @typedef {{ name?: string, chatBarText?: string, imageUrl: string,
 *   size: { width: number, height: number },
 *   areas: { bounds: Record<string, number>, action: Json }[] }} RichMenu
 * @typedef {{ entries: Entry[], quickReplies: Json[], richMenu: RichMenu | null, loadingMs: number, relation: Member['relation'] }} Chat
 * @typedef {Json & { kind: string }} MemberAction
 * @typedef {(action: MemberAction) => Promise<unknown>} Act
 * @typedef {import('./state-drawer.js').State} State
 * @typedef {Omit<Member, 'role'> & { role?: string }} MemberAnswer
 * @typedef {{ member: MemberAnswer | null, entries: Entry[], quickReplies: Json[],
 *   richMenu: (Omit<RichMenu, 'imageUrl'> & { imageUrl?: string }) | null, loadingUntil: number, now: number }} ChatAnswer
 * @typedef {Omit<State, 'counts' | 'healthUrl'> & { webhookUrl: string | null }} StateAnswer
 */

/**
 * @param {string} path
 * @param {{ method?: string, body?: unknown }} [options]
 */
async function call(path, options = {}) {
  const response = await fetch(`/sim/api${path}`, {
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    ...(options.body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(options.body) }),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(words(answer.message) || `${response.status} ${path}`);
  return answer;
}

/** @param {MemberAnswer} raw @returns {Member} */
const toMember = (raw) => ({ ...raw, role: raw.role ?? 'other' });

/** @param {ChatAnswer} raw @returns {Chat} */
function toChat(raw) {
  const menu = raw.richMenu;
  return {
    entries: raw.entries,
    quickReplies: raw.quickReplies,
    // A menu without its picture is not shown on a phone either.
    richMenu: menu?.imageUrl ? { ...menu, imageUrl: menu.imageUrl } : null,
    loadingMs: Math.max(0, raw.loadingUntil - raw.now),
    relation: raw.member?.relation ?? 'friend',
  };
}

/** @param {StateAnswer} raw @returns {State} */
function toState(raw) {
  const sent = (/** @type {RegExp} */ path) =>
    raw.requests
      .filter((request) => request.status === 200 && path.test(request.path))
      .reduce((sum, request) => sum + request.messageCount, 0);
  return {
    ...raw,
    counts: { replies: sent(/\/message\/reply$/), pushes: sent(/\/message\/(push|multicast)$/) },
    healthUrl: raw.webhookUrl ? new URL('/healthz', raw.webhookUrl).href : null,
  };
}

/** @param {{ changed: (userId: string) => void, connected: () => void, lost: () => void }} listener */
function listen(listener) {
  const source = new EventSource('/sim/api/events');
  let isLost = false;
  source.addEventListener('open', () => {
    isLost = false;
    listener.connected();
  });
  source.addEventListener('message', (event) => {
    const { userId } = JSON.parse(event.data);
    // Group chats have no column.
    if (words(userId).startsWith('U')) listener.changed(userId);
  });
  // The browser tries again by itself; one word about it is enough.
  source.addEventListener('error', () => {
    if (!isLost) listener.lost();
    isLost = true;
  });
}

export function createApi() {
  return {
    listen,
    async members() {
      /** @type {MemberAnswer[]} */
      const answer = await call('/members');
      return answer.map(toMember);
    },
    /** @param {{ displayName: string, role: string }} person who does not know the bot yet */
    addMember: async (person) => toMember(await call('/members', { body: { ...person, friend: false } })),
    /** @param {string} userId */
    chat: async (userId) => toChat(await call(`/chats/${userId}`)),
    /** @param {string} userId @param {MemberAction} action @returns {Promise<{ status: unknown }>} */
    act: (userId, action) => call(`/members/${userId}/actions`, { body: action }),
    /** @param {string} userId @param {string} path */
    async liffUrl(userId, path) {
      /** @type {{ url: string }} */
      const answer = await call(`/liff-url?${new URLSearchParams({ userId, path })}`);
      return answer.url;
    },
    state: async () => toState(await call('/state')),
    /** @param {Json} faults */
    setFaults: (faults) => call('/faults', { body: faults }),
    sendFailed: () => call('/webhooks', { body: { kind: 'redeliverFailed' } }),
    async sendAgain() {
      /** @type {StateAnswer} */
      const { deliveries } = await call('/state');
      const last = deliveries.findLast((delivery) => delivery.eventIds.length > 0);
      if (last) await call('/webhooks', { body: { kind: 'redeliver', eventId: last.eventIds.at(-1) } });
    },
  };
}
