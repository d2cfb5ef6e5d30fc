import { createInflate } from 'node:zlib';

const PNG_SIGNATURE_BYTES = 8;
/** Length, name and checksum around a chunk's data. */
const CHUNK_FRAME_BYTES = 12;

/** The packed parts of a PNG, as its decoder joins them; undefined when the file breaks off. */
function packedParts(bytes: Buffer): Buffer[] | undefined {
  const parts: Buffer[] = [];
  let at = PNG_SIGNATURE_BYTES;
  while (at + CHUNK_FRAME_BYTES <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (name === 'IEND') return parts;
    if (at + CHUNK_FRAME_BYTES + length > bytes.length) return undefined;
    if (name === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += CHUNK_FRAME_BYTES + length;
  }
  return undefined;
}

/**
 * Whether a PNG unpacks to what its header promises. The decoder takes whatever comes out, and ten megabytes can be
 * packed from ten gigabytes; so it is unpacked here first, and thrown away as it comes.
 */
export async function checkPacked(picture: Uint8Array, bytesMax: number): Promise<'fits' | 'too_much' | 'broken'> {
  const parts = packedParts(Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength));
  if (parts === undefined || parts.length === 0) return 'broken';
  const inflate = createInflate({ chunkSize: 64 * 1024 });
  inflate.end(Buffer.concat(parts));
  let size = 0;
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > bytesMax) return 'too_much';
    }
  } catch {
    return 'broken';
  }
  return 'fits';
}
