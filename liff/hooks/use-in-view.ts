import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A row of ways that is wider than the screen: moves sideways until the one that is open stands in its middle. */
export function useInView(selector: string, here: string): RefObject<HTMLElement | null> {
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const chosen = row.current?.querySelector(selector);
    if (!row.current || !chosen) return;
    const [frame, box] = [row.current.getBoundingClientRect(), chosen.getBoundingClientRect()];
    row.current.scrollLeft += box.left + box.width / 2 - (frame.left + frame.width / 2);
  }, [selector, here]);
  return row;
}
