/** All that the mini-app asks of LINE. Nobody may touch the address before LINE is open. */
export interface LiffPort {
  isInClient(): boolean;
  /** The token of the last sign-in, which may have run out. */
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
