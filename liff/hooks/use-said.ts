import { useEffect, useState } from 'preact/hooks';

const TOAST_MS = 6000;

let show: ((sentence: string) => void) | undefined;

/** One polite sentence at the foot of the screen, read aloud once. */
export function say(sentence: string): void {
  show?.(sentence);
}

/** What was said lately. */
export function useSaid(): string | undefined {
  const [said, setSaid] = useState<{ sentence: string }>();
  useEffect(() => {
    show = (sentence) => setSaid({ sentence });
    return () => {
      show = undefined;
    };
  }, []);
  useEffect(() => {
    if (said === undefined) return undefined;
    const timer = setTimeout(() => setSaid(undefined), TOAST_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return said?.sentence;
}
