/** Words of the product and names from its data: a few thousand; more would be what people type. */
const KEPT_MAX = 5000;

/** The same as `make`, which makes a thing of a word alone, but made once for each word. For words that are asked for again and again. */
export function kept<Made>(make: (word: string) => Made): (word: string) => Made {
  const made = new Map<string, Made>();
  return (word) => {
    const before = made.get(word);
    if (before !== undefined) return before;
    const now = make(word);
    if (made.size >= KEPT_MAX) made.clear();
    made.set(word, now);
    return now;
  };
}
