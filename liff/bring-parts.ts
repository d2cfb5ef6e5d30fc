type Bring = (files: readonly string[]) => Promise<unknown>;

let bring: Bring | undefined;

export function bringWith(bringFiles: Bring): void {
  bring = bringFiles;
}

/**
 * Stands in the place of the bundler's own loader, which weighs ten times as much (see vite.config.ts). What the first
 * view loads has no files of its own beside it; how those of other pages come is brought by what follows.
 */
export async function bringParts<Part>(load: () => Promise<Part>, files?: readonly string[]): Promise<Part> {
  if (files) await bring?.(files);
  return load();
}
