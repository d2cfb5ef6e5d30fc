import { IDEMPOTENCY_HEADER, PAGE_HEADER } from '../../bot/liff-api/contract.ts';
import { freshKey } from '../liff-api/world.ts';
import type { Expected } from './expected.ts';
import type { House } from './house.ts';

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
}

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);

export function addressOf(route: string, { id = '', path }: Expected): string {
  return (
    path ??
    route
      .slice(route.indexOf(' ') + 1)
      .replace(':id', id)
      .replace(':file', id)
  );
}

export function methodOf(route: string): string {
  const method = route.slice(0, route.indexOf(' '));
  return method === 'USE' ? 'GET' : method;
}

/** A request as our own page sends it, with the headers that are given on top. */
export async function ask(house: House, route: string, sent: { line: Expected; headers?: Record<string, string> }): Promise<Answered> {
  const { line, headers = {} } = sent;
  const method = methodOf(route);
  // Every ask a second later: how often somebody may ask is another matter.
  house.clock.at += 2000;
  const type = line.type ?? 'application/json';
  const body = line.type === undefined ? JSON.stringify(line.body ?? {}) : JPEG;
  const page = { [PAGE_HEADER]: '1', [IDEMPOTENCY_HEADER]: freshKey(), 'Content-Type': type };
  const answer = await fetch(`${house.url}${addressOf(route, line)}`, {
    method,
    redirect: 'manual',
    headers: { ...(method === 'GET' || method === 'HEAD' ? {} : page), ...headers },
    ...(method === 'POST' ? { body } : {}),
  });
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (isStream) await answer.body?.cancel();
  return { status: answer.status, headers: answer.headers, text: isStream ? '' : await answer.text() };
}
