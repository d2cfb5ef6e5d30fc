import type { PageSettings } from '../bot/liff-api/contract.ts';
import { expiryOf } from './liff-port.ts';
import type { LiffPort } from './liff-port.ts';

/** A token that dies on the way to the server helps nobody. */
const TOKEN_MARGIN_MS = 60_000;

/** The stand-in of an emulator is fetched only where one is: phones on real LINE never carry it. */
export async function openLine(settings: PageSettings): Promise<LiffPort> {
  if (!settings.emulatorLoginUrl) return realLine(settings.liffId);
  const { standInLine } = await import('./line-stand-in.ts');
  return standInLine(settings.liffId, settings.emulatorLoginUrl);
}

async function loadLiff() {
  const [{ default: liff }, ...modules] = await Promise.all([
    import('@line/liff/core'),
    import('@line/liff/is-in-client'),
    import('@line/liff/is-logged-in'),
    import('@line/liff/login'),
    import('@line/liff/logout'),
    import('@line/liff/get-id-token'),
    import('@line/liff/close-window'),
    import('@line/liff/open-window'),
    import('@line/liff/is-api-available'),
    import('@line/liff/scan-code-v2'),
  ]);
  const [inClient, loggedIn, login, logout, idToken, close, open, available, scan] = modules;
  liff.use(new inClient.default());
  liff.use(new loggedIn.default());
  liff.use(new login.default());
  liff.use(new logout.default());
  liff.use(new idToken.default());
  liff.use(new close.default());
  liff.use(new open.default());
  liff.use(new available.default());
  liff.use(new scan.default());
  return liff;
}

type Liff = Awaited<ReturnType<typeof loadLiff>>;

function realLine(liffId: string): LiffPort {
  let liff: Liff | undefined;
  const loaded = (): Liff => {
    if (!liff) throw new Error('LINE was asked before init');
    return liff;
  };
  return {
    handedOver: () => carriesSignIn(new URL(location.href)),
    async init() {
      const fresh = await loadLiff();
      await fresh.init({ liffId, withLoginOnExternalBrowser: false });
      liff = fresh;
    },
    isInClient: () => loaded().isInClient(),
    async idToken() {
      const token = loaded().isLoggedIn() ? loaded().getIDToken() : null;
      // LINE keeps handing out an ID token for hours after it ran out.
      return token && expiryOf(token) > Date.now() + TOKEN_MARGIN_MS ? token : undefined;
    },
    login() {
      if (loaded().isInClient()) location.replace(liffAddress(liffId));
      else {
        if (loaded().isLoggedIn()) loaded().logout();
        loaded().login({ redirectUri: location.href });
      }
      return new Promise<never>(() => undefined);
    },
    exchanged: () => undefined,
    close: () => loaded().closeWindow(),
    // Outside LINE its library runs text as a script for this, which our page's policy forbids: there codes are typed.
    canScan: () => loaded().isInClient() && loaded().isApiAvailable('scanCodeV2'),
    scanCode: async () => (await loaded().scanCodeV2()).value ?? undefined,
    openExternal: (url) => loaded().openWindow({ url, external: true }),
  };
}

/** Inside LINE a fresh token comes only from opening the LIFF address anew. */
function liffAddress(liffId: string): string {
  return `https://liff.line.me/${liffId}${location.pathname.replace(/^\/liff/u, '')}${location.search}`;
}

function carriesSignIn(url: URL): boolean {
  const names = [...url.searchParams.keys(), ...new URLSearchParams(url.hash.slice(1)).keys()];
  return names.some((name) => name.startsWith('liff') || name === 'access_token' || name === 'id_token' || name === 'context_token');
}
