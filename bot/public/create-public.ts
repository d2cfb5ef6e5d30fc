import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express from 'express';
import type { Request, Response, Router } from 'express';
import {
  publicCampaigns,
  publicVersion,
  pushesEver,
  sealedDays,
  servedInWholeWeeks,
  servedThisWeek,
  waitingAtWeekStart,
} from '../../db/pages/public-page.ts';
import type { Deps } from '../deps.ts';
import { bangkokDay, weekOf } from '../domain/days.ts';
import { HOUR, PUBLIC_PAGE_KEPT_SECONDS } from '../limits.ts';
import { createBooks } from './books.ts';
import { openData, openDataCsv, publishWholeWeeks } from './open-data.ts';
import type { OpenData, WholeWeeks } from './open-data.ts';
import { booksPage, publicPage } from './page.ts';
import type { PublicLanguage } from './page.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FONTS = join(ROOT, 'node_modules', '@fontsource', 'noto-sans-thai-looped', 'files');
const FONT_KEPT = 'public, max-age=604800';
const KEPT = `public, max-age=${PUBLIC_PAGE_KEPT_SECONDS}`;
const POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

interface Answer {
  bytes: Buffer;
  etag: string;
  type: string;
}

function answerOf(type: string, text: string): Answer {
  const bytes = Buffer.from(text);
  return { bytes, type, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}

function send(response: Response, { bytes, etag, type }: Answer): void {
  response.set({ 'Cache-Control': KEPT, 'Content-Security-Policy': POLICY, 'Content-Type': type, ETag: etag });
  response.send(bytes);
}

/** What was made of the totals, until they change. */
interface Made {
  version: string;
  data: OpenData;
  answers: Map<string, Answer>;
}

/** Weeks that are over do not change; the hour lets a handover at midnight arrive after all. */
function createWholeWeeks(deps: Deps): () => Promise<WholeWeeks> {
  let kept: { hour: number; weeks: Promise<WholeWeeks> } | undefined;
  const read = async (): Promise<WholeWeeks> => publishWholeWeeks(await servedInWholeWeeks(deps), await waitingAtWeekStart(deps));
  return () => {
    const hour = Math.floor(deps.clock.now() / HOUR);
    if (kept?.hour === hour) return kept.weeks;
    const weeks = read();
    kept = { hour, weeks };
    // A failure is not kept: the next request tries again.
    weeks.catch(() => (kept = undefined));
    return weeks;
  };
}

function createMaker(deps: Deps): () => Promise<Made> {
  const wholeWeeks = createWholeWeeks(deps);
  let made: Made | undefined;
  return async () => {
    const version = await publicVersion(deps);
    if (made?.version === version) return made;
    const counted = {
      week: weekOf(bangkokDay(deps.clock.now())),
      campaigns: await publicCampaigns(deps),
      thisWeek: await servedThisWeek(deps),
      pushes: await pushesEver(deps),
    };
    made = { version, data: openData(counted, await wholeWeeks()), answers: new Map() };
    return made;
  };
}

type Part = PublicLanguage | 'json' | 'csv';

function rendered(part: Part, data: OpenData, today: string): Answer {
  switch (part) {
    case 'th':
    case 'en':
      return answerOf('text/html; charset=utf-8', publicPage(data, part, today));
    case 'json':
      return answerOf('application/json; charset=utf-8', JSON.stringify(data));
    case 'csv':
      return answerOf('text/csv; charset=utf-8', openDataCsv(data));
  }
}

function languageOf(request: Request): PublicLanguage {
  return request.query['lang'] === 'en' ? 'en' : 'th';
}

/** Read once, at the start; a file that cannot be read fails the requests for it and nothing else. */
function fromFiles(type: string, paths: readonly string[]): Promise<Answer> {
  const answer = Promise.all(paths.map((path) => readFile(path, 'utf8'))).then((texts) => answerOf(type, texts.join('\n')));
  answer.catch(() => undefined);
  return answer;
}

/** The pages that anyone may read, and the files of open data; served from memory while the totals stay as they are. */
export function createPublic(deps: Deps): Router {
  const make = createMaker(deps);
  const styles = fromFiles('text/css; charset=utf-8', [join(ROOT, 'liff', 'ui', 'tokens.css'), join(import.meta.dirname, 'pages.css')]);
  const mark = fromFiles('image/svg+xml', [join(ROOT, 'liff', 'mark.svg')]);

  const sendPart = async (part: Part, response: Response): Promise<void> => {
    const { answers, data } = await make();
    const answer = answers.get(part) ?? rendered(part, data, bangkokDay(deps.clock.now()));
    answers.set(part, answer);
    send(response, answer);
  };
  const router = express.Router();
  router.get('/', (request: Request, response) => sendPart(languageOf(request), response));
  router.get('/data.json', (_request, response) => sendPart('json', response));
  router.get('/data.csv', (_request, response) => sendPart('csv', response));
  router.get('/pages.css', async (_request, response) => send(response, await styles));
  router.get('/mark.svg', async (_request, response) => send(response, await mark));
  router.get('/books/', async (request, response) => {
    const page = booksPage(await sealedDays(deps), languageOf(request), bangkokDay(deps.clock.now()));
    send(response, answerOf('text/html; charset=utf-8', page));
  });
  router.use(createBooks(deps));
  router.use(
    '/fonts',
    express.static(FONTS, { index: false, setHeaders: (response) => void response.setHeader('Cache-Control', FONT_KEPT) }),
  );
  return router;
}
