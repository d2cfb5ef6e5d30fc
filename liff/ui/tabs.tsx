import type { JSX } from 'preact';

export interface Tab<Key extends string> {
  key: Key;
  words: string;
  count: number;
}

interface TabsProps<Key extends string> {
  label: string;
  tabs: Tab<Key>[];
  at: Key;
  onChoose: (key: Key) => void;
}

/** Tabs by the book: arrows move between them, and each names the panel `panel-{key}`. */
export function Tabs<Key extends string>({ label, tabs, at, onChoose }: TabsProps<Key>): JSX.Element {
  const here = tabs.findIndex((tab) => tab.key === at);
  const onKeyDown = (event: KeyboardEvent) => {
    const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[(here + move + tabs.length) % tabs.length];
    if (move === 0 || !next) return;
    onChoose(next.key);
    document.getElementById(`tab-${next.key}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          id={`tab-${tab.key}`}
          type="button"
          role="tab"
          aria-selected={tab.key === at}
          aria-controls={`panel-${tab.key}`}
          tabIndex={tab.key === at ? 0 : -1}
          onClick={() => onChoose(tab.key)}
        >
          {tab.words}
          {tab.count > 0 && <span class="count">{tab.count}</span>}
        </button>
      ))}
    </div>
  );
}
