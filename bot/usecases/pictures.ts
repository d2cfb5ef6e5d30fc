import { createHash } from 'node:crypto';
import type { TxDeps } from '../deps.ts';

interface PictureOf {
  memberId: string;
  purpose: 'slip' | 'door';
  /** The pledge or order that the picture belongs to. */
  subjectId: string;
}

/** Notes that a picture sent in chat must be fetched from LINE; a worker does so after the commit. Same message, same picture. */
export async function wantPicture(deps: TxDeps, picture: PictureOf & { messageId: string }): Promise<string> {
  const known = await deps.tx.selectFrom('picture').select('id').where('message_id', '=', picture.messageId).executeTakeFirst();
  if (known !== undefined) return known.id;
  const id = deps.chance.newId('pic');
  await deps.tx
    .insertInto('picture')
    .values({
      ...rowOf(deps, id, picture),
      message_id: picture.messageId,
      state: 'wanted',
      content_type: null,
      sha256: null,
      bytes_sealed: null,
    })
    .execute();
  deps.after.told();
  return id;
}

/** By the first bytes of the file, whatever its sender called it. */
export function pictureTypeOf(bytes: Uint8Array): 'image/jpeg' | 'image/png' | undefined {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  if (start.startsWith('ffd8ff')) return 'image/jpeg';
  return start === '89504e470d0a1a0a' ? 'image/png' : undefined;
}

/** Keeps a picture that came with the request itself, sealed. */
export async function keepPicture(deps: TxDeps, picture: PictureOf & { bytes: Uint8Array; contentType: string }): Promise<string> {
  const id = deps.chance.newId('pic');
  await deps.tx
    .insertInto('picture')
    .values({
      ...rowOf(deps, id, picture),
      message_id: null,
      state: 'kept',
      content_type: picture.contentType,
      sha256: createHash('sha256').update(picture.bytes).digest('hex'),
      bytes_sealed: deps.sealer.sealBytes(picture.bytes),
    })
    .execute();
  return id;
}

function rowOf(deps: TxDeps, id: string, picture: PictureOf) {
  const now = deps.clock.now();
  return {
    id,
    member_id: picture.memberId,
    purpose: picture.purpose,
    subject_id: picture.subjectId,
    next_attempt_at: now,
    created_at: now,
  };
}
