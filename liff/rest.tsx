import { bringFiles } from './bring-files.ts';
import { bringWith } from './bring-parts.ts';
import { pathHere } from './hooks/use-route.ts';
import { openLiveLine } from './live-line.ts';
import { lastLanguage } from './text/load.ts';
import { loadWaysWords } from './text/load-pages.ts';
import { CurrentPage, fetchAhead } from './ui/current-page.tsx';
import { SignInFailed } from './ui/sign-in-failed.tsx';
import { Back, Foot, Roles, Toasts } from './ui/ways.tsx';

/** What a resident most likely opens after the home. */
const NEXT_PAGE = '/order';
/** By then the home has its fonts and its live line. */
const NEXT_AFTER_MS = 2000;

/** What the first view does without: it follows after the first paint, or comes at once where another page opens. */
export const rest = { Back, CurrentPage, Foot, Roles, SignInFailed, Toasts, loadWords: loadWaysWords };
export type Rest = typeof rest;

bringWith(bringFiles);
openLiveLine();
if (pathHere() === '/') setTimeout(() => fetchAhead(NEXT_PAGE, lastLanguage()), NEXT_AFTER_MS);
else fetchAhead(pathHere(), lastLanguage());
