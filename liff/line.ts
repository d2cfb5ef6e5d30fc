import liff from '@line/liff/core';
import CloseWindow from '@line/liff/close-window';
import GetIdToken from '@line/liff/get-id-token';
import IsApiAvailable from '@line/liff/is-api-available';
import IsInClient from '@line/liff/is-in-client';
import IsLoggedIn from '@line/liff/is-logged-in';
import Login from '@line/liff/login';
import Logout from '@line/liff/logout';
import OpenWindow from '@line/liff/open-window';
import ScanCode from '@line/liff/scan-code-v2';
import type { LiffPort } from './liff-port.ts';

/** Of LINE's kit only the modules that are used here; fetched by who must sign in, close the window or scan. */
export async function openRealLine(liffId: string): Promise<LiffPort> {
  liff.use(new IsInClient());
  liff.use(new IsLoggedIn());
  liff.use(new Login());
  liff.use(new Logout());
  liff.use(new GetIdToken());
  liff.use(new CloseWindow());
  liff.use(new OpenWindow());
  liff.use(new IsApiAvailable());
  liff.use(new ScanCode());
  await liff.init({ liffId, withLoginOnExternalBrowser: false });
  return {
    isInClient: () => liff.isInClient(),
    async idToken() {
      return (liff.isLoggedIn() ? liff.getIDToken() : null) ?? undefined;
    },
    login() {
      if (liff.isInClient()) location.replace(liffAddress(liffId));
      else {
        if (liff.isLoggedIn()) liff.logout();
        liff.login({ redirectUri: location.href });
      }
      return new Promise<never>(() => undefined);
    },
    exchanged: () => undefined,
    close: () => liff.closeWindow(),
    // Outside LINE its library runs text as a script for this, which our page's policy forbids: there codes are typed.
    canScan: () => liff.isInClient() && liff.isApiAvailable('scanCodeV2'),
    scanCode: async () => (await liff.scanCodeV2()).value ?? undefined,
    openExternal: (url) => liff.openWindow({ url, external: true }),
  };
}

/** Inside LINE a fresh token comes only from opening the LIFF address anew. */
function liffAddress(liffId: string): string {
  return `https://liff.line.me/${liffId}${location.pathname.replace(/^\/liff/u, '')}${location.search}`;
}
