import type { Request } from 'express';
import { API_BODY_MAX, DOOR_PHOTO_BYTES_MAX, PICTURE_BYTES_MAX, STATEMENT_BODY_MAX, UPLOAD_DISCARD_MAX } from '../limits.ts';
import type { BodyBounds, BodyFault, BodyReader } from '../read-body.ts';
import { problem, wrongFields } from './answer.ts';
import type { Answer } from './answer.ts';
import type { WriteRoute } from './route.ts';

interface Kind {
  types: readonly string[];
  bounds: BodyBounds;
}

const JSON_TYPE = ['application/json'];
const KINDS: Record<WriteRoute['takes'], Kind> = {
  json: { types: JSON_TYPE, bounds: { bytesMax: API_BODY_MAX } },
  file: { types: JSON_TYPE, bounds: { bytesMax: STATEMENT_BODY_MAX, discardMax: UPLOAD_DISCARD_MAX } },
  jpeg: { types: ['image/jpeg'], bounds: { bytesMax: DOOR_PHOTO_BYTES_MAX, discardMax: UPLOAD_DISCARD_MAX } },
  // A slip is kept as the bank app made it: a smaller picture of a code may be none.
  picture: { types: ['image/jpeg', 'image/png'], bounds: { bytesMax: PICTURE_BYTES_MAX, discardMax: UPLOAD_DISCARD_MAX } },
};

export type Taken = { ok: true; body: unknown } | { ok: false; answer: Answer };

function failed(answer: Answer): Taken {
  return { ok: false, answer };
}

function typeOf(request: Request): string {
  return (request.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** What was sent as something else than the route takes is no body at all. */
function parsed(bytes: Buffer, types: readonly string[]): Taken {
  if (types !== JSON_TYPE) return { ok: true, body: bytes };
  try {
    return { ok: true, body: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return failed(wrongFields(['body']));
  }
}

function bytesOf(read: BodyReader, request: Request, bounds: BodyBounds): Promise<Buffer | BodyFault> {
  const { promise, resolve } = Promise.withResolvers<Buffer | BodyFault>();
  read(request, bounds, resolve);
  return promise;
}

/** The body is read only when the asker has passed the guard; before, only what a sign-in needs. */
export async function takeBody(read: BodyReader, request: Request, takes: WriteRoute['takes']): Promise<Taken> {
  const { types, bounds } = KINDS[takes];
  if (!types.includes(typeOf(request))) return failed(wrongFields(['body']));
  const bytes = await bytesOf(read, request, bounds);
  switch (bytes) {
    case 'too_large':
      return failed(problem(413, { error: 'too_large' }));
    case 'busy':
      return failed(problem(503, { error: 'broken' }));
    case 'encoded':
    case 'cut_off':
      return failed(wrongFields(['body']));
  }
  return bytes.length === 0 ? failed(wrongFields(['body'])) : parsed(bytes, types);
}
