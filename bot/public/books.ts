import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express from 'express';
import type { Response, Router } from 'express';
import { linksInParts, sealOf } from '../../db/seal.ts';
import type { Deps } from '../deps.ts';

const SCRIPT = join(import.meta.dirname, 'verify-books.mjs');
/** A sealed day never changes; the list of heads grows by one a day. */
const BOOK_KEPT = 'public, max-age=86400, immutable';
const HEADS_KEPT = 'public, max-age=300';

/** The sealed books for anyone to copy: the heads, a book a day, and the script that checks them. */
export function createBooks({ db }: Pick<Deps, 'db'>): Router {
  const router = express.Router();
  router.get('/heads.jsonl', async (_request, response) => {
    const rows = await db.selectFrom('seal').selectAll().orderBy('day').execute();
    setLines(response, HEADS_KEPT);
    response.send(linesOf(rows.map(sealOf)));
  });
  router.get('/books/:file', async (request, response, next) => {
    const day = /^(\d{4}-\d{2}-\d{2})\.jsonl$/u.exec(request.params.file)?.[1];
    const row = day === undefined ? undefined : await db.selectFrom('seal').selectAll().where('day', '=', day).executeTakeFirst();
    if (row === undefined) {
      next();
      return;
    }
    setLines(response, BOOK_KEPT);
    response.write(linesOf([sealOf(row)]));
    for await (const links of linksInParts(db, { first: row.first_transfer, last: row.last_transfer })) {
      // Who takes the book slowly does not fill our memory with it.
      if (!response.write(linesOf(links.map(({ line, chain }) => ({ ...line, chain }))))) await drained(response);
      if (response.destroyed) return;
    }
    response.end();
  });
  router.get('/verify-books.mjs', async (_request, response) => {
    response.set({ 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': HEADS_KEPT });
    response.send(await readFile(SCRIPT, 'utf8'));
  });
  return router;
}

function setLines(response: Response, kept: string): void {
  response.set({ 'Content-Type': 'application/x-ndjson; charset=utf-8', 'Cache-Control': kept });
}

function linesOf(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Until there is room again, or nobody left to write to. */
async function drained(response: Response): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const goOn = (): void => resolve(undefined);
  response.once('drain', goOn).once('close', goOn);
  await promise;
  response.off('drain', goOn).off('close', goOn);
}
