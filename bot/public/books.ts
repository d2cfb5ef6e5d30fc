import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express from 'express';
import type { Response, Router } from 'express';
import { linksBetween, sealOf } from '../../db/seal.ts';
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
    sendLines(response, HEADS_KEPT, rows.map(sealOf));
  });
  router.get('/books/:file', async (request, response, next) => {
    const day = /^(\d{4}-\d{2}-\d{2})\.jsonl$/u.exec(request.params.file)?.[1];
    const row = day === undefined ? undefined : await db.selectFrom('seal').selectAll().where('day', '=', day).executeTakeFirst();
    if (row === undefined) {
      next();
      return;
    }
    const links = await linksBetween(db, { first: row.first_transfer, last: row.last_transfer });
    sendLines(response, BOOK_KEPT, [sealOf(row), ...links.map(({ line, chain }) => ({ ...line, chain }))]);
  });
  router.get('/verify-books.mjs', async (_request, response) => {
    response.set({ 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': HEADS_KEPT });
    response.send(await readFile(SCRIPT, 'utf8'));
  });
  return router;
}

function sendLines(response: Response, kept: string, lines: readonly object[]): void {
  response.set({ 'Content-Type': 'application/x-ndjson; charset=utf-8', 'Cache-Control': kept });
  response.send(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
