/** The few colours of the cards. White on leaf, red and stone, and charcoal on turmeric, are all above 4.5 : 1. */
export const COLOURS = {
  leaf: '#2F6B34',
  turmeric: '#F4B82E',
  red: '#A8281E',
  stone: '#55524A',
  charcoal: '#2B2A27',
  quiet: '#5F5C54',
  rice: '#FFFFFF',
  husk: '#EFECE3',
} as const;

/** `go`: all well; `act`: somebody is asked for something; `danger`: real danger only; `rest`: over, or for information. */
export type Tone = 'go' | 'act' | 'danger' | 'rest';

export const STRIPS: Record<Tone, { background: string; words: string }> = {
  go: { background: COLOURS.leaf, words: COLOURS.rice },
  act: { background: COLOURS.turmeric, words: COLOURS.charcoal },
  danger: { background: COLOURS.red, words: COLOURS.rice },
  rest: { background: COLOURS.stone, words: COLOURS.rice },
};
