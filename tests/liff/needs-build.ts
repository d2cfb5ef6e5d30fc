import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/**
 * The browser looks at what is shipped, so it must have been built from what is written. Not built here:
 * several test files would write the same folder at once, and a test runner's compiler writes its own form.
 */
export function needsBuild(): void {
  const sources = globSync(['liff/*.*', 'liff/{hooks,pages,text,ui}/**/*.*', 'vite.config.ts'], { cwd: ROOT });
  const newest = Math.max(...sources.map((path) => statSync(join(ROOT, path)).mtimeMs));
  const built = join(ROOT, 'liff/dist/index.html');
  if (!existsSync(built) || statSync(built).mtimeMs < newest) throw new Error('liff/dist is missing or old: run npx vite build first');
}
