/** All that the mini-app asks of LINE. Nobody may touch the address before `init` has resolved. */
export interface LiffPort {
  /** True when the address (or the last redirect) carries a sign-in that the session must follow. */
  handedOver(): boolean;
  init(): Promise<void>;
  isInClient(): boolean;
  /** A token that has not run out, or nothing. */
  idToken(): Promise<string | undefined>;
  /** Leaves the page to sign in; never resolves. */
  login(): Promise<never>;
  /** The session now belongs to the token, so the next load need not exchange it again. */
  exchanged(): void;
  close(): void;
  canScan(): boolean;
  scanCode(): Promise<string | undefined>;
  openExternal(url: string): void;
}

/** When the token runs out, in ms since 1970; 0 where it cannot be read. The server alone decides whether it is good. */
export function expiryOf(token: string): number {
  const payload = token.split('.')[1];
  if (payload === undefined) return 0;
  try {
    const claims: { exp?: unknown } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof claims.exp === 'number' ? claims.exp * 1000 : 0;
  } catch {
    return 0;
  }
}
