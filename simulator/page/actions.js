// What happens when a person taps something: the one place where LINE's action kinds are told apart.
import { notify, webAddress } from './dom.js';
import { words } from './json.js';
import { text } from './text.js';

/**
 * @typedef {import('./json.js').Json} Json
 * @typedef {{
 *   tap: (action: Json) => Promise<unknown>,
 *   openLiff: (path: string) => Promise<void>,
 *   askDate: (action: Json) => void,
 *   showPhotos: () => void,
 *   showPlaces: () => void,
 *   fillIn: (words: string) => void,
 * }} ChatHands what an action may do to the chat it was tapped in
 */

/** @type {Record<string, (action: Json, chat: ChatHands) => unknown>} */
const HANDLERS = {
  async postback(action, chat) {
    await chat.tap(action);
    if (action.inputOption === 'openKeyboard') chat.fillIn(words(action.fillInText));
  },
  message: (action, chat) => chat.tap(action),
  richmenuswitch: (action, chat) => chat.tap(action),
  async uri(action, chat) {
    await openAddress(words(action.uri ?? action.linkUri), chat);
    await chat.tap(action);
  },
  async clipboard(action, chat) {
    await copy(words(action.clipboardText));
    await chat.tap(action);
  },
  datetimepicker: (action, chat) => chat.askDate(action),
  camera: (_action, chat) => chat.showPhotos(),
  cameraRoll: (_action, chat) => chat.showPhotos(),
  location: (_action, chat) => chat.showPlaces(),
};

/** @param {Json} action @param {ChatHands} chat */
export async function perform(action, chat) {
  const kind = String(action.type);
  if (Object.hasOwn(HANDLERS, kind)) await HANDLERS[kind]?.(action, chat);
  else notify(text.notInSimulator(kind));
}

const LIFF_ADDRESS = /^(?:https:\/\/(?:liff|miniapp)\.line\.me|line:\/\/app)\/[\w-]+(.*)$/s;

/**
 * The part of a LIFF address behind the app's id, or null when it is another address.
 * @param {string} address
 */
function liffPath(address) {
  const match = LIFF_ADDRESS.exec(address);
  return match ? (match[1] ?? '') : null;
}

/** @param {string} address @param {ChatHands} chat */
async function openAddress(address, chat) {
  const path = liffPath(address);
  if (path !== null) return chat.openLiff(path);
  if (address.startsWith('tel:')) return notify(text.callNote(address.slice('tel:'.length)));
  const safe = /^https?:\/\//i.test(address) ? webAddress(address) : null;
  if (!safe) return notify(text.refusedAddress);
  window.open(safe, '_blank', 'noopener,noreferrer');
}

/** @param {string} what */
async function copy(what) {
  // The clipboard may be forbidden (no focus, no permission); the words are shown in any case.
  await navigator.clipboard?.writeText(what).catch(() => undefined);
  notify(text.copied(what));
}
