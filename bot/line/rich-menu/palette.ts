/** The colours of the menus, as in the mini-app: rice white, our own leaf green, turmeric for a touch of warmth. */
export const PALETTE = {
  rice: '#F3EEE2',
  card: '#FFFFFF',
  leaf: '#2E6B3F',
  leafDeep: '#1F4F2E',
  leafSoft: '#DDECD6',
  turmeric: '#F2B033',
  charcoal: '#24271F',
  edge: '#E3DCCB',
} as const;

/** The inks a pictogram is drawn with. */
export interface Inks {
  /** The outline. */
  line: string;
  /** The body of things. */
  soft: string;
  /** The one warm spot. */
  warm: string;
  /** What stands on the warm spot. */
  mark: string;
}
