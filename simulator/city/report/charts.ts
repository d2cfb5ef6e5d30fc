/** Drawings of our own: few, from zero, each value in words beside it, so that they can be read in grey or not at all. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export interface Bar {
  label: string;
  value: number;
  words: string;
  /** A second value that reaches further, drawn lighter behind the first. */
  beyond?: number;
}

const BAR_HEIGHT = 14;

/** A list of horizontal bars; names and numbers are text, so that they wrap and scale with the page. */
export function bars(caption: string, list: readonly Bar[]): string {
  const most = Math.max(Number.MIN_VALUE, ...list.map((bar) => Math.max(bar.value, bar.beyond ?? 0)));
  const width = (value: number): string => `${((Math.max(0, value) / most) * 100).toFixed(1)}%`;
  const rect = (className: string, to: string): string => `<rect class="${className}" width="${to}" height="${BAR_HEIGHT}" rx="3"/>`;
  const lines = list.map(({ label, value, words, beyond }) => {
    const behind = beyond === undefined ? '' : rect('beyond', width(beyond));
    const drawing = `<svg width="100%" height="${BAR_HEIGHT}" aria-hidden="true">${rect('ground', '100%')}${behind}${rect('value', width(value))}</svg>`;
    return `<li><span>${escaped(label)}</span><b>${escaped(words)}</b>${drawing}</li>`;
  });
  return `<figure class="bars"><figcaption>${escaped(caption)}</figcaption><ol>${lines.join('')}</ol></figure>`;
}

const COLUMNS_WIDTH = 480;
const COLUMNS_HEIGHT = 150;
const AXIS_HEIGHT = 30;
const LABEL_EVERY = 6;

/** Columns over the hours of a day, with the highest named. */
export function hours(caption: string, values: readonly number[]): string {
  const most = Math.max(1, ...values);
  const step = COLUMNS_WIDTH / values.length;
  const top = 26;
  const room = COLUMNS_HEIGHT - top;
  const columns = values.map((value, hour) => {
    const height = (value / most) * room;
    const [x, y] = [hour * step + 2, top + room - height];
    return `<rect class="value" x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${(step - 4).toFixed(1)}" height="${height.toFixed(1)}" rx="2"/>`;
  });
  const middle = (hour: number): string => (hour * step + step / 2).toFixed(1);
  const axis = values.flatMap((_value, hour) =>
    hour % LABEL_EVERY === 0 ? [`<text x="${middle(hour)}" y="${COLUMNS_HEIGHT + 22}" text-anchor="middle">${hour}:00</text>`] : [],
  );
  const busiest = values.indexOf(most);
  const peak = busiest < 0 ? '' : `<text x="${middle(busiest)}" y="20" text-anchor="middle">${most}</text>`;
  const ground = `<line class="axis" x1="0" x2="${COLUMNS_WIDTH}" y1="${COLUMNS_HEIGHT}" y2="${COLUMNS_HEIGHT}"/>`;
  const size = `viewBox="-24 0 ${COLUMNS_WIDTH + 48} ${COLUMNS_HEIGHT + AXIS_HEIGHT}"`;
  const told = values.flatMap((value, hour) => (value > 0 ? [`${hour}:00 ${value}`] : [])).join(', ');
  const drawing = `<svg ${size} role="img" aria-label="${escaped(told)}">${ground}${columns.join('')}${axis.join('')}${peak}</svg>`;
  return `<figure><figcaption>${escaped(caption)}</figcaption>${drawing}</figure>`;
}

const SEED_SIZE = 14;
const SEEDS_A_ROW = 32;

/** One square for each run: full when it was clean, crossed when it broke a rule. */
export function seedGrid(caption: string, seeds: readonly { seed: number; isClean: boolean }[]): string {
  const rows = Math.ceil(seeds.length / SEEDS_A_ROW);
  const columns = Math.min(seeds.length, SEEDS_A_ROW);
  const squares = seeds.map(({ seed, isClean }, index) => {
    const [x, y] = [(index % SEEDS_A_ROW) * SEED_SIZE + 1, Math.floor(index / SEEDS_A_ROW) * SEED_SIZE + 1];
    const side = SEED_SIZE - 3;
    const square = `<rect class="${isClean ? 'clean' : 'broken'}" x="${x}" y="${y}" width="${side}" height="${side}" rx="2"><title>${seed}</title></rect>`;
    const cross = `M${x + 2} ${y + 2}l${side - 4} ${side - 4}m0 ${4 - side}l${4 - side} ${side - 4}`;
    return isClean ? square : `${square}<path class="cross" d="${cross}"/>`;
  });
  const size = `viewBox="0 0 ${columns * SEED_SIZE} ${rows * SEED_SIZE}" style="max-width:${columns * SEED_SIZE * 1.5}px"`;
  return `<figure><figcaption>${escaped(caption)}</figcaption><svg ${size} role="img" aria-label="${escaped(caption)}">${squares.join('')}</svg></figure>`;
}
