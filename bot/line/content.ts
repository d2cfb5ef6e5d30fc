import { PICTURE_BYTES_MAX, SECOND } from '../limits.ts';

/** A photo over a slow line takes longer than a call; past this the line is dead, and a stop waits for it. */
const DOWNLOAD_TIMEOUT = 15 * SECOND;

export type Content =
  | { kind: 'picture'; bytes: Uint8Array; contentType: 'image/jpeg' | 'image/png' }
  /** Will never come: unsent, deleted, or not a picture. */
  | { kind: 'gone'; why: string }
  | { kind: 'later'; why: string };

export interface ContentSource {
  dataApiBaseUrl: string;
  channelAccessToken: string;
  fetch: typeof fetch;
}

/** Undefined when the body is over the limit; throws when it breaks off. */
async function readBounded(response: Response): Promise<Uint8Array | undefined> {
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > PICTURE_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const JPEG_START = Buffer.from([0xff, 0xd8, 0xff]);
const JPEG_END = Buffer.from([0xff, 0xd9]);
const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_END = Buffer.from('IEND');
/** Cameras append a little after a picture's end; a picture that was cut in half has no end near its last byte. */
const TAIL = 4096;

type PictureKind = 'image/jpeg' | 'image/png';

/** What the bytes themselves say, whatever they were called. */
function pictureKind(bytes: Uint8Array): { contentType: PictureKind; whole: boolean } | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tail = buffer.subarray(Math.max(0, buffer.length - TAIL));
  if (buffer.subarray(0, JPEG_START.length).equals(JPEG_START)) return { contentType: 'image/jpeg', whole: tail.includes(JPEG_END) };
  if (buffer.subarray(0, PNG_START.length).equals(PNG_START)) return { contentType: 'image/png', whole: tail.includes(PNG_END) };
  return undefined;
}

async function contentOf(response: Response): Promise<Content> {
  if (response.status === 404 || response.status === 410) return { kind: 'gone', why: `status ${response.status}` };
  if (response.status !== 200) return { kind: 'later', why: `status ${response.status}` };
  const type = response.headers.get('content-type') ?? '';
  if (!/^image\/(jpeg|png)\b/u.test(type)) return { kind: 'gone', why: 'not a JPEG or PNG' };
  const bytes = await readBounded(response);
  if (bytes === undefined) return { kind: 'gone', why: 'too large' };
  const length = response.headers.get('content-length');
  if (length !== null && Number(length) !== bytes.length) return { kind: 'later', why: 'cut short' };
  const kind = pictureKind(bytes);
  if (kind === undefined) return { kind: 'gone', why: 'not a JPEG or PNG inside' };
  return kind.whole ? { kind: 'picture', bytes, contentType: kind.contentType } : { kind: 'later', why: 'cut short' };
}

/**
 * Fetches what a member sent. Our own fetch: the SDK's stream neither ends nor fails when a connection breaks.
 * Never throws.
 */
export async function fetchContent(source: ContentSource, messageId: string): Promise<Content> {
  const cancel = new AbortController();
  try {
    const response = await source.fetch(new URL(`/v2/bot/message/${encodeURIComponent(messageId)}/content`, source.dataApiBaseUrl), {
      headers: { authorization: `Bearer ${source.channelAccessToken}` },
      redirect: 'error',
      signal: AbortSignal.any([cancel.signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT)]),
    });
    return await contentOf(response);
  } catch (error) {
    return { kind: 'later', why: error instanceof Error ? error.name : 'failed' };
  } finally {
    cancel.abort();
  }
}
