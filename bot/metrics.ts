/** Every counter and gauge with its meaning; labels name kinds and classes, never a person or a thing. */
const COUNTERS = {
  panim_webhook_requests_total: 'Webhook requests by status',
  panim_http_requests_total: 'HTTP requests by route class and status class',
  panim_replies_total: 'Requests to LINE on a reply token (free)',
  panim_pushes_total: 'Requests to LINE that count as a push',
  panim_outbox_failures_total: 'Attempts to send that failed, by kind',
  panim_outbox_parked_total: 'Messages given up, by reason',
  panim_events_failed_total: 'Events given up',
} as const;

const GAUGES = {
  panim_inbox_waiting: 'Events stored and not yet heard',
  panim_outbox_waiting: 'Messages not yet sent, news apart',
  panim_outbox_parked: 'Messages given up, for a person to look at',
  panim_deadlines_late: 'Deadlines due for more than a minute',
  panim_pictures_wanted: 'Pictures not yet fetched from LINE',
  panim_pushes_per_meal: 'Pushes for each meal handed over, since the beginning',
  panim_uptime_seconds: 'Since the start of the process',
} as const;

type CounterName = keyof typeof COUNTERS;
type GaugeName = keyof typeof GAUGES;

type Labels = Readonly<Record<string, string>>;

export interface Metrics {
  count(name: CounterName, labels?: Labels): void;
  /** Read anew for each scrape. */
  onScrape(read: () => Promise<Partial<Record<GaugeName, number>>>): void;
  /** Prometheus text format 0.0.4. */
  text(): Promise<string>;
}

/** Who counts often hands in the same object again: its text is then made once. */
const texts = new WeakMap<Labels, string>();

function keptText(labels: Labels): string {
  const known = texts.get(labels);
  if (known !== undefined) return known;
  const text = labelText(labels);
  texts.set(labels, text);
  return text;
}

const NO_LABELS: Labels = {};

/** Label values come from our own short lists; should one grow without end, it stops here. */
const SERIES_MAX = 500;

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replaceAll(/[^\w/:.-]/gu, '_')}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function block(name: string, help: string, type: 'counter' | 'gauge'): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

export function createMetrics(): Metrics {
  const series = new Map<string, Map<string, number>>(Object.keys(COUNTERS).map((name) => [name, new Map()]));
  let read: (() => Promise<Partial<Record<GaugeName, number>>>) | undefined;

  function counterBlock([name, help]: [string, string]): string {
    const values = [...(series.get(name) ?? [])];
    const lines = values.length === 0 ? [`${name} 0`] : values.map(([labels, value]) => `${name}${labels} ${value}`);
    return `${block(name, help, 'counter')}${lines.join('\n')}\n`;
  }

  return {
    count(name, labels = NO_LABELS) {
      const values = series.get(name);
      const key = keptText(labels);
      if (values === undefined || (values.size >= SERIES_MAX && !values.has(key))) return;
      values.set(key, (values.get(key) ?? 0) + 1);
    },
    onScrape: (reader) => void (read = reader),
    async text() {
      const gauges = (await read?.()) ?? {};
      const gaugeBlocks = Object.entries(GAUGES).map(([name, help]) => {
        const value = Object.entries(gauges).find(([key]) => key === name)?.[1];
        return value === undefined ? '' : `${block(name, help, 'gauge')}${name} ${value}\n`;
      });
      return [...Object.entries(COUNTERS).map(counterBlock), ...gaugeBlocks].join('');
    },
  };
}
