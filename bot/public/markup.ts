const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (sign) => SIGNS[sign] ?? '');
}

/** A value of a column of numbers, or words in its place. */
export interface TableWords {
  caption: string;
  columns: readonly string[];
  /** The first column names the row, the others are numbers. */
  rows: readonly (readonly string[])[];
  /** Columns of words after the first are set to the left. */
  isText?: boolean;
  /** A heading above says the same: only those who hear the page are told. */
  isHeaded?: boolean;
}

export function table({ caption, columns, rows, isText, isHeaded }: TableWords): string {
  const names = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const head = names === '' ? '' : `<thead><tr>${names}</tr></thead>`;
  const title = isHeaded === true ? '' : `<caption>${escaped(caption)}</caption>`;
  const lines = rows.map(([name = '', ...values]) => {
    const cells = values.map((value) => `<td>${escaped(value)}</td>`).join('');
    return `<tr><th scope="row">${escaped(name)}</th>${cells}</tr>`;
  });
  return `<div class="scroll" role="group" aria-label="${escaped(caption)}" tabindex="0"><table aria-label="${escaped(caption)}"${isText === true ? ' class="words"' : ''}>${title}${head}<tbody>${lines.join('')}</tbody></table></div>`;
}

export interface Bar {
  label: string;
  value: number;
  words: string;
  /** Bars that are part of another are drawn lighter; told by their words all the same. */
  tone?: 'whole' | 'part';
}

/** Bars from zero, each with its name and number beside it, so that the drawing can be read in grey or not at all. */
export function bars({ caption, isHeaded }: Pick<TableWords, 'caption' | 'isHeaded'>, list: readonly Bar[]): string {
  const most = Math.max(1, ...list.map((bar) => bar.value));
  const lines = list.map(({ label, value, words, tone }) => {
    const width = Math.round((Math.max(0, value) / most) * 1000) / 10;
    return `<li><span class="bar-name">${escaped(label)}</span><span class="bar-words">${escaped(words)}</span><svg class="bar bar-${tone ?? 'whole'}" width="100%" height="14" aria-hidden="true" focusable="false"><rect class="bar-ground" width="100%" height="14" rx="3"/><rect class="bar-value" width="${width}%" height="14" rx="3"/></svg></li>`;
  });
  return `<figure class="bars" aria-label="${escaped(caption)}">${isHeaded === true ? '' : `<figcaption>${escaped(caption)}</figcaption>`}<ol>${lines.join('')}</ol></figure>`;
}
