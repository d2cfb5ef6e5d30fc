/** Width and height from the header of a PNG or JPEG file. */
export interface ImageSize {
  width: number;
  height: number;
  contentType: 'image/png' | 'image/jpeg';
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_HEADER_END = 24;

export function imageSize(bytes: Buffer): ImageSize | undefined {
  if (bytes.length >= PNG_HEADER_END && bytes.subarray(0, 8).equals(PNG_SIGNATURE)) {
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), contentType: 'image/png' };
  }
  if (bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8) return jpegSize(bytes);
  return undefined;
}

/** Walks the segments to the first start-of-frame: C0 to CF without C4, C8 and CC, which are tables. */
function jpegSize(bytes: Buffer): ImageSize | undefined {
  let offset = 2;
  while (offset + 9 < bytes.length && bytes[offset] === 0xff) {
    const marker = bytes[offset + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { height: bytes.readUInt16BE(offset + 5), width: bytes.readUInt16BE(offset + 7), contentType: 'image/jpeg' };
    offset += 2 + bytes.readUInt16BE(offset + 2);
  }
  return undefined;
}
