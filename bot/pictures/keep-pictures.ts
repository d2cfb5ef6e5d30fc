import { createHash } from 'node:crypto';
import { keepPicture, losePicture, postponePicture, wantedPictures } from '../../db/pictures.ts';
import type { Row } from '../../db/schema.ts';
import { backoffDelay } from '../backoff.ts';
import type { Deps } from '../deps.ts';
import { fetchContent } from '../line/content.ts';
import type { Content, ContentSource } from '../line/content.ts';
import { MINUTE, PICTURE_ATTEMPTS_MAX, SECOND } from '../limits.ts';
import { createWorker } from '../worker.ts';
import type { Worker } from '../worker.ts';

/** Two at a time: ten megabytes each may be in memory three times over while it is sealed. */
const PICTURES_AT_ONCE_MAX = 2;
const BACKOFF = { firstDelay: 2 * SECOND, factor: 3, delayMax: 10 * MINUTE };

async function keep(deps: Deps, row: Row<'picture'>, content: Extract<Content, { kind: 'picture' }>): Promise<void> {
  const sha256 = createHash('sha256').update(content.bytes).digest('hex');
  await keepPicture(deps.db, row.id, { contentType: content.contentType, sha256, bytesSealed: deps.sealer.sealBytes(content.bytes) });
  deps.log.info({ pictureId: row.id, bytes: content.bytes.length }, 'picture kept');
}

async function lose(deps: Deps, row: Row<'picture'>, why: string): Promise<void> {
  await losePicture(deps.db, row.id, row.attempts + 1);
  deps.log.warn({ pictureId: row.id, why }, 'picture gone');
}

async function postpone(deps: Deps, row: Row<'picture'>, why: string): Promise<void> {
  const attempts = row.attempts + 1;
  deps.log.warn({ pictureId: row.id, why, attempts }, 'picture not there yet');
  const nextAttemptAt = deps.clock.now() + backoffDelay(BACKOFF, attempts, deps.chance.fraction());
  await postponePicture(deps.db, row.id, { attempts, nextAttemptAt });
}

async function fetchPicture(deps: Deps, source: ContentSource, row: Row<'picture'>): Promise<void> {
  const content: Content = row.message_id === null ? { kind: 'gone', why: 'no message' } : await fetchContent(source, row.message_id);
  switch (content.kind) {
    case 'picture':
      await keep(deps, row, content);
      break;
    case 'gone':
      await lose(deps, row, content.why);
      break;
    case 'later':
      await (row.attempts + 1 >= PICTURE_ATTEMPTS_MAX ? lose(deps, row, content.why) : postpone(deps, row, content.why));
      return;
  }
  deps.wake.page(row.purpose === 'slip' ? 'treasurer' : 'coordinator');
  // A slip that is here can be read.
  if (row.purpose === 'slip') deps.wake.pictures();
}

/** Fetches what people photographed before LINE deletes it, and keeps it sealed. */
export function createPictureWorker(deps: Deps, source: ContentSource): Worker {
  return createWorker({
    name: 'pictures',
    log: deps.log,
    pace: deps.pace,
    async pass() {
      const rows = await wantedPictures(deps.db, { now: deps.clock.now(), limit: PICTURES_AT_ONCE_MAX });
      await Promise.all(rows.map((row) => fetchPicture(deps, source, row)));
      return rows.length;
    },
  });
}
