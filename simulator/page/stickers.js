// LINE's sticker pictures belong to LINE; here each is a face that means about the same.

/** Stickers that every LINE account may send, from packages 446 and 789. */
export const stickers = [
  { packageId: '446', stickerId: '1988', face: '😊' },
  { packageId: '446', stickerId: '1989', face: '🙏' },
  { packageId: '446', stickerId: '1991', face: '👍' },
  { packageId: '446', stickerId: '1993', face: '😋' },
  { packageId: '446', stickerId: '2003', face: '😢' },
  { packageId: '789', stickerId: '10855', face: '❤️' },
];

/** @param {Record<string, unknown>} message */
export function stickerFace(message) {
  const known = stickers.find((sticker) => sticker.packageId === message.packageId && sticker.stickerId === message.stickerId);
  return known?.face ?? '🍚';
}
