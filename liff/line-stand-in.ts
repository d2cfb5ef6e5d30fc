import { SIGN_IN_PENDING } from './arrival.ts';
import type { LiffPort } from './liff-port.ts';

const TOKEN = 'panim.stand-in.token';
const IN_CLIENT = 'panim.stand-in.in-client';

/** Behaves like LINE's own sign-in against an emulator: the two redirects, the token, the closed window. */
export async function openStandIn(liffId: string, loginUrl: string): Promise<LiffPort> {
  await follow();
  return {
    isInClient: () => sessionStorage.getItem(IN_CLIENT) !== null,
    idToken: async () => sessionStorage.getItem(TOKEN) ?? undefined,
    login() {
      sessionStorage.removeItem(TOKEN);
      const address = new URL(`${loginUrl.replace(/\/$/u, '')}/liff/login`);
      address.searchParams.set('liffId', liffId);
      address.searchParams.set('redirect_uri', location.href.replace(/#.*$/u, ''));
      location.assign(address.href);
      return new Promise<never>(() => undefined);
    },
    exchanged: () => sessionStorage.removeItem(SIGN_IN_PENDING),
    close: () => parent.postMessage({ type: 'liff:close' }, '*'),
    canScan: () => false,
    scanCode: async () => undefined,
    openExternal: (url) => void window.open(url, '_blank', 'noopener'),
  };
}

/** Where the rest of an address leads, if it stays inside the mini-app; its first page otherwise. */
function withinApp(state: string): string {
  const path = `/liff${state}`;
  return URL.canParse(path, location.origin) && /^\/liff(?:\/|$)/u.test(new URL(path, location.origin).pathname) ? path : '/liff/';
}

/** The primary redirect never resolves: the page is about to be replaced by the secondary one. */
async function follow(): Promise<void> {
  const hash = new URLSearchParams(location.hash.slice(1));
  const token = hash.get('id_token');
  if (token !== null) {
    sessionStorage.setItem(TOKEN, token);
    sessionStorage.setItem(SIGN_IN_PENDING, '1');
    if (hash.get('in_client') === '1') sessionStorage.setItem(IN_CLIENT, '1');
    else sessionStorage.removeItem(IN_CLIENT);
  }
  const state = new URLSearchParams(location.search).get('liff.state');
  if (state !== null) {
    location.replace(withinApp(state));
    return new Promise<never>(() => undefined);
  }
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search);
}
