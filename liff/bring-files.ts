/** Files that were asked for, by address, so that each is asked for once. */
const asked = new Map<string, Promise<void>>();

/** A style sheet is waited for, so that no page is seen without its own; scripts are only told to come side by side. */
function bringFile(file: string): Promise<void> {
  const isStyle = file.endsWith('.css');
  const link = document.createElement('link');
  link.rel = isStyle ? 'stylesheet' : 'modulepreload';
  link.crossOrigin = '';
  link.href = `/liff/${file}`;
  document.head.append(link);
  if (!isStyle) return Promise.resolve();
  return new Promise((resolve, reject) => {
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => {
      asked.delete(file);
      reject(new Error(`${file} did not come`));
    });
  });
}

/** Brings what stands beside a page's own script, all at once. */
export async function bringFiles(files: readonly string[]): Promise<void> {
  await Promise.all(
    files.map((file) => {
      const coming = asked.get(file) ?? bringFile(file);
      asked.set(file, coming);
      return coming;
    }),
  );
}
