import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
/** Not ours, or made by a tool. */
const LEFT_OUT = new Set(['node_modules', '.git', 'dist', 'artefacts', 'var', 'data']);

export interface Source {
  /** From the top of the repository, with `/`. */
  path: string;
  text: string;
}

function pathsBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.has(entry.name) && folder !== 'db') return [];
    const path = relative(ROOT, join(ROOT, folder, entry.name)).replaceAll('\\', '/');
    if (entry.isDirectory()) return pathsBelow(path);
    return [path];
  });
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Every file of the repository that people write, below the folder (all: `.`). */
export function sourcesBelow(folder: string, endings = /\.(?:ts|tsx|js|json|md|css|html|csv|yml)$/u): Source[] {
  return pathsBelow(folder)
    .filter((path) => endings.test(path))
    .toSorted()
    .map((path) => ({ path, text: read(path) }));
}

export interface Import {
  from: string;
  line: number;
  /** As written: a path or a package. */
  what: string;
  isTypeOnly: boolean;
}

const IMPORT =
  /^(?:import|export)\s+(?<type>type\s+)?(?:[\w*{][^;'"]*?\sfrom\s+)?['"](?<what>[^'"]+)['"]|(?<!\w)import\(\s*['"](?<lazy>[^'"]+)['"]/gmu;

/** What a file imports, re-exports or loads later, type-only ones too. */
export function importsOf({ path, text }: Source): Import[] {
  return [...text.matchAll(IMPORT)].map((match) => ({
    from: path,
    line: text.slice(0, match.index).split('\n').length,
    what: match.groups?.['what'] ?? match.groups?.['lazy'] ?? '',
    isTypeOnly: match.groups?.['type'] !== undefined,
  }));
}
