import { readFileSync } from 'node:fs';

export interface Row {
  utterance: string;
  intent: string;
}

/** Rows of a fixture beside this file: utterance,lang,intent. No field holds a comma. */
export function readRows(file: string): Row[] {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return lines.map((line) => {
    const [utterance = '', , intent = ''] = line.split(',');
    return { utterance, intent };
  });
}
