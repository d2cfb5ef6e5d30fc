import { createHash } from 'node:crypto';
import type { ApiCallRecord } from '../record.ts';
import type { Check, Sight } from './sight.ts';

/** Turned away before anybody looked at the tap: too fast, not signed in, from elsewhere. */
const NOT_LOOKED_AT = new Set([401, 403, 429]);

/** A tap has one answer, however often its request is sent: what was answered once is answered again. */
export function checkTaps({ expect }: Sight): Check {
  const answers = new Map<string, string>();

  function check(call: ApiCallRecord): void {
    const { key, status, lineUserId } = call;
    if (key === undefined || status === 0 || status >= 500 || NOT_LOOKED_AT.has(status)) return;
    const tap = `${lineUserId} ${key}`;
    const body = createHash('sha256').update(JSON.stringify(call.body)).digest('base64url');
    const answer = `${status} ${body}`;
    expect('sameAnswer', `${call.path} at ${call.at}`, { expected: answers.get(tap) ?? answer, found: answer });
    answers.set(tap, answer);
  }

  return {
    afterStep({ apiCalls }) {
      for (const call of apiCalls) check(call);
    },
  };
}
