import { isObject, listAt } from '../json.ts';
import type { City } from './city.ts';
import { sendingOf } from './line-in-process.ts';
import type { LineCallEnded } from './line-in-process.ts';
import type { LineMessage } from './record.ts';

/** Whether LINE would take it is LINE's to say; here it need only be something that was meant as a message. */
function isMessage(value: unknown): value is LineMessage {
  return isObject(value) && typeof value['type'] === 'string';
}

/** Writes down what became of a call to LINE: once for the trace, and messages for the record. */
export function noteSend(city: City, { call, answer, lost }: LineCallEnded): void {
  city.trace.note('line', call.method, call.path, answer.status, lost ? 'lost' : 'heard', call.bytes.toString('utf8'));
  const sending = sendingOf(city.world, call);
  if (sending === undefined) return;
  const { retryKey, requestId } = call;
  city.record.sends.push({
    at: city.clock.now(),
    ...sending,
    ...(retryKey === undefined ? {} : { retryKey }),
    requestId,
    status: answer.status,
    accepted: answer.status === 200,
    answerLost: lost,
    messages: listAt(call.body, 'messages').filter(isMessage),
  });
}
