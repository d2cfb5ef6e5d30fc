/** Set between LINE's redirect and the exchange of its token: the session must still follow it. */
export const SIGN_IN_PENDING = 'panim.sign-in-pending';

/** The names of what LINE hands over in an address. */
const SIGN_IN = /[?&#](?:liff[^=&]*|access_token|id_token|context_token)(?:=|&|$)/u;

/** True when the address, or the last redirect, carries a sign-in that wins over an old session. */
export function handedOver(): boolean {
  return sessionStorage.getItem(SIGN_IN_PENDING) !== null || SIGN_IN.test(location.search + location.hash);
}
