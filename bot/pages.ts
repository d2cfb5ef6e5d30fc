import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import express from 'express';
import type { NextFunction, Request, RequestHandler, Response, Router } from 'express';
import type { PageSettings } from './liff-api/contract.ts';

export interface PagesOptions {
  /** Where `vite build` put the mini-app. */
  directory: string;
  settings: PageSettings;
}

/** Built files carry a hash of their content in their name. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const SETTINGS_PLACE = '<!--settings-->';

/** What the mini-app may load and call: itself, LINE's script hosts, and an emulator in the place of LINE. */
function contentPolicy(emulatorUrl: string | undefined): string {
  const emulator = emulatorUrl === undefined ? '' : ` ${new URL(emulatorUrl).origin}`;
  return [
    "default-src 'none'",
    "script-src 'self' https://static.line-scdn.net",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data: blob: https://profile.line-scdn.net",
    `connect-src 'self' https://api.line.me https://access.line.me https://liff.line.me https://liffsdk.line-scdn.net${emulator}`,
    'frame-src https://liff-subwindow.line.me',
    // LINE opens us in a web view of its own; only an emulator shows a phone within a page.
    `frame-ancestors${emulator === '' ? " 'none'" : emulator}`,
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "media-src 'self' blob:",
  ].join('; ');
}

/** The sign that could end a script element is written as an escape, which JSON reads the same. */
function settingsScript(settings: PageSettings): string {
  return `<script type="application/json" id="settings">${JSON.stringify(settings).replaceAll('<', String.raw`\u003c`)}</script>`;
}

/** How the build ends the name of a compressed copy, the smallest first. */
const COPIES = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** Sends the smallest copy of a file that the build has made and the phone can read. */
function pickCopy(directory: string): RequestHandler {
  let listed: Promise<Set<string>> | undefined;
  const pick = async (request: Request, response: Response): Promise<void> => {
    listed ??= readdir(directory).then(
      (names) => new Set(names),
      () => new Set(),
    );
    const names = await listed;
    const copy = COPIES.find(([encoding, end]) => request.acceptsEncodings(encoding) && names.has(request.path.slice(1) + end));
    if (copy === undefined) return;
    const [encoding, end] = copy;
    response.type(extname(request.path)).set({ 'Content-Encoding': encoding, Vary: 'Accept-Encoding' });
    request.url = request.path + end;
  };
  return async function smallestCopy(request, response, next) {
    await pick(request, response);
    next();
  };
}

interface Page {
  html: Buffer;
  packed: Buffer;
}

/** The mini-app: its files, and its one page for every address under /liff that is not a file. */
export function createPages(options: PagesOptions): Router {
  const policy = contentPolicy(options.settings.emulatorLoginUrl);
  const script = settingsScript(options.settings);
  let kept: Promise<Page> | undefined;

  async function read(): Promise<Page> {
    const html = Buffer.from((await readFile(join(options.directory, 'index.html'), 'utf8')).replace(SETTINGS_PLACE, () => script));
    return { html, packed: gzipSync(html) };
  }

  async function page(): Promise<Page> {
    kept ??= read();
    try {
      return await kept;
    } catch (error) {
      kept = undefined;
      throw new Error('the mini-app is not built: npm run build', { cause: error });
    }
  }

  const sendPage = (request: Request, response: Response, { html, packed }: Page): void => {
    if (options.settings.emulatorLoginUrl !== undefined) response.removeHeader('X-Frame-Options');
    response.set({ 'Cache-Control': 'no-cache', 'Content-Security-Policy': policy, Vary: 'Accept-Encoding' }).type('html');
    if (request.acceptsEncodings(['gzip'])) response.set('Content-Encoding', 'gzip').send(packed);
    else response.send(html);
  };
  const answer = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    // A file that is not there is not a page.
    if (/\.[a-z0-9]{1,5}$/iu.test(request.path) && request.path !== '/index.html') next();
    else sendPage(request, response, await page());
  };
  const handler: RequestHandler = (request, response, next) => answer(request, response, next);
  const router = express.Router();
  // Not as a plain file, which would lack its settings and its policy.
  router.get('/index.html', handler);
  router.use(
    '/assets',
    pickCopy(join(options.directory, 'assets')),
    express.static(join(options.directory, 'assets'), {
      index: false,
      setHeaders: (response) => void response.setHeader('Cache-Control', FOR_EVER),
    }),
  );
  router.use(
    express.static(options.directory, {
      index: false,
      redirect: false,
      setHeaders: (response) => void response.setHeader('Cache-Control', 'no-cache'),
    }),
  );
  router.get(/.*/u, handler);
  return router;
}
