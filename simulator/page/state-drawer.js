// What the platform counts, what it refused, and what can be made to go wrong.
import { attempt, choice, el, notify } from './dom.js';
import { object, objects } from './json.js';
import { clockTime, faultNames, text } from './text.js';

/**
 * @typedef {import('./json.js').Json} Json
 * @typedef {{ at: number, method: string, path: string, status: number, messageCount: number,
 *   problems?: { property: string, message: string }[], fault?: string }} ApiRequest
 * @typedef {{ at: number, status: unknown, elapsedMs: number, eventIds: string[] }} Delivery
 * @typedef {{ quota: { used: number, limit: number }, requests: ApiRequest[], deliveries: Delivery[], faults: Json,
 *   counts: { replies: number, pushes: number }, healthUrl: string | null }} State
 * @typedef {string} FaultName one of the keys of `faultNames`
 * @typedef {{
 *   load: () => Promise<State>, setFaults: (faults: Json) => Promise<unknown>,
 *   sendAgain: () => Promise<unknown>, sendFailed: () => Promise<unknown>,
 *   faultsOn: (count: number) => void,
 * }} StateHands
 */

const FAULTS = Object.keys(faultNames);
const SHOWN_MAX = 12;

/** One rule for each fault of the API. @type {Partial<Record<FaultName, Json>>} */
const API_FAULTS = {
  api429: { match: 'any', status: 429 },
  api500: { match: 'any', status: 500 },
  hang: { match: 'any', hang: true },
  acceptThenTimeout: { match: 'any', acceptThenTimeout: true },
};

/** One setting for each fault of the webhook. @type {Partial<Record<FaultName, Json>>} */
const WEBHOOK_FAULTS = {
  duplicate: { duplicate: 1 },
  delay: { delayMs: 3000 },
  outOfOrder: { outOfOrder: true },
  redeliver: { redeliverAfterFailure: true },
};

/** @param {Set<FaultName>} on @returns {Json} */
function faultsOf(on) {
  const names = [...on];
  const api = names.flatMap((name) => API_FAULTS[name] ?? []);
  const webhook = Object.assign({}, ...names.map((name) => WEBHOOK_FAULTS[name] ?? {}));
  return {
    ...(on.has('down') ? { down: true } : {}),
    ...(api.length > 0 ? { api } : {}),
    ...(Object.keys(webhook).length > 0 ? { webhook } : {}),
  };
}

/** @param {Json} faults @returns {Set<FaultName>} */
function namesOf(faults) {
  const api = objects(faults.api);
  const webhook = object(faults.webhook);
  return new Set(
    FAULTS.filter((name) => {
      if (name === 'down') return faults.down === true;
      const rule = API_FAULTS[name];
      if (rule) return api.some((one) => one.times === undefined && Object.entries(rule).every(([key, value]) => one[key] === value));
      return Object.keys(WEBHOOK_FAULTS[name] ?? {}).every((key) => Boolean(webhook[key]));
    }),
  );
}

/** @param {StateHands} hands */
export function createState(hands) {
  const parts = {
    numbers: el('dl', { class: 'numbers' }),
    problems: el('ul', { class: 'log problems', 'data-testid': 'problems' }),
    deliveries: el('ul', { class: 'log', 'data-testid': 'deliveries' }),
    health: el('a', { target: '_blank', rel: 'noopener', 'data-testid': 'health-link' }, `${text.health} ↗`),
  };
  const switches = faultSwitches((faults) => attempt(() => hands.setFaults(faults).then(refresh))());
  /** @param {() => Promise<unknown>} work */
  const sendAndSay = (work) =>
    attempt(async () => {
      await work();
      notify(text.sentAgain);
      await refresh();
    });

  async function refresh() {
    const state = await hands.load();
    const names = namesOf(state.faults);
    showState(parts, state);
    switches.update(names);
    hands.faultsOn(names.size);
  }

  const again = choice('send-again', text.sendAgain, sendAndSay(hands.sendAgain));
  const failed = choice('send-failed', text.sendFailed, sendAndSay(hands.sendFailed));
  const element = el(
    'div',
    { class: 'drawer-body' },
    parts.numbers,
    switches.element,
    el('div', { class: 'row' }, again, failed),
    el('h3', {}, text.problems),
    parts.problems,
    el('h3', {}, text.deliveries),
    parts.deliveries,
    parts.health,
  );
  return { element, refresh };
}

/** @param {Record<'numbers' | 'problems' | 'deliveries' | 'health', HTMLElement>} parts @param {State} state */
function showState({ numbers, problems, deliveries, health }, state) {
  numbers.replaceChildren(
    ...pair('quota', text.quota, text.quotaOf(state.quota.used, state.quota.limit)),
    ...pair('replies', text.replies, state.counts.replies),
    ...pair('pushes', text.pushes, state.counts.pushes),
  );
  const refused = state.requests.filter(wentWrong).slice(-SHOWN_MAX).toReversed();
  problems.replaceChildren(...(refused.length > 0 ? refused.map(problemLine) : [el('li', { class: 'none' }, text.noProblems)]));
  // A test of the address carries no event.
  const withEvents = state.deliveries.filter((delivery) => delivery.eventIds.length > 0);
  deliveries.replaceChildren(...withEvents.slice(-SHOWN_MAX).toReversed().map(deliveryLine));
  health.hidden = !state.healthUrl;
  if (state.healthUrl) health.setAttribute('href', state.healthUrl);
}

/** @param {string} name @param {string} label @param {unknown} value */
function pair(name, label, value) {
  return [el('dt', {}, label), el('dd', { 'data-testid': `state-${name}` }, String(value))];
}

/** @param {ApiRequest} request */
function wentWrong(request) {
  // 409 is LINE's answer to a retry of something it already took, 404 that to a look for what is not there: the bot did right.
  const isAnswer = request.status === 409 || (request.status === 404 && request.method === 'GET');
  return (request.problems?.length ?? 0) > 0 || request.status === 0 || (request.status >= 400 && !isAnswer);
}

/** @param {ApiRequest} request */
function problemLine(request) {
  const reasons = (request.problems ?? []).map((problem) => el('div', {}, `${problem.property}: ${problem.message}`));
  return el(
    'li',
    { class: 'bad', 'data-testid': 'problem' },
    `${clockTime(request.at)} ${request.method} ${request.path} → ${request.status || '–'}${request.fault ? ` (${request.fault})` : ''}`,
    ...reasons,
  );
}

/** @param {Delivery} delivery */
function deliveryLine(delivery) {
  const good = typeof delivery.status === 'number' && delivery.status >= 200 && delivery.status < 300;
  return el(
    'li',
    { class: good ? '' : 'bad' },
    `${clockTime(delivery.at)} → ${String(delivery.status)} · ${Math.round(delivery.elapsedMs)} ms`,
  );
}

/** @param {(faults: Json) => void} change */
function faultSwitches(change) {
  /** @type {Map<FaultName, HTMLInputElement>} */
  const boxes = new Map();
  const chosen = () => new Set([...boxes].filter(([, box]) => box.checked).map(([name]) => name));
  const rows = FAULTS.map((name) => {
    const box = el('input', { type: 'checkbox', 'data-testid': `fault-${name}`, onchange: () => change(faultsOf(chosen())) });
    boxes.set(name, box);
    return el('label', { class: 'switch' }, box, faultNames[name]);
  });
  const clear = el(
    'button',
    { type: 'button', class: 'choice', 'data-testid': 'clear-faults', onclick: () => change({}) },
    text.clearFaults,
  );
  return {
    element: el('fieldset', { class: 'faults' }, el('legend', {}, text.faults), ...rows, clear),
    /** @param {Set<FaultName>} on */
    update(on) {
      for (const [name, box] of boxes) box.checked = on.has(name);
    },
  };
}
