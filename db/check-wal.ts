import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

/** https://www.sqlite.org/fileformat2.html#the_write_ahead_log: all numbers big-endian but those that sums are made of. */
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;
/** A log grows this long only under a reader that hangs; then the header alone is looked at. */
const LOG_BYTES_MAX = 256 * 1024 * 1024;

interface Sums {
  first: number;
  second: number;
}

function sumsOf(bytes: DataView, before: Sums, isBigEndian: boolean): Sums {
  let { first, second } = before;
  for (let at = 0; at < bytes.byteLength; at += 8) {
    first = (first + bytes.getUint32(at, !isBigEndian) + second) >>> 0;
    second = (second + bytes.getUint32(at + 4, !isBigEndian) + first) >>> 0;
  }
  return { first, second };
}

function isSigned(sums: Sums, signature: DataView, at: number): boolean {
  return signature.getUint32(at) === sums.first && signature.getUint32(at + 4) === sums.second;
}

interface Log {
  pageBytes: number;
  isBigEndian: boolean;
  salts: readonly [number, number];
  sums: Sums;
}

/** Undefined for a header that SQLite would not believe: it would pass over the whole log without a word. */
function readHeader(header: DataView): Log | undefined {
  const magic = header.getUint32(0);
  if (magic >>> 1 !== MAGIC >>> 1) return undefined;
  const isBigEndian = (magic & 1) === 1;
  const sums = sumsOf(new DataView(header.buffer, 0, 24), { first: 0, second: 0 }, isBigEndian);
  if (!isSigned(sums, header, 24)) return undefined;
  return { pageBytes: header.getUint32(8), isBigEndian, salts: [header.getUint32(16), header.getUint32(20)], sums };
}

function read(file: number, bytes: number, position: number): DataView | undefined {
  const buffer = new ArrayBuffer(bytes);
  return readSync(file, new Uint8Array(buffer), 0, bytes, position) === bytes ? new DataView(buffer) : undefined;
}

/** Ends of transactions of this log that stand at or behind its first frame that is not right. */
function commitsBehindDamage(file: number, log: Log): number {
  const frameBytes = FRAME_HEADER_BYTES + log.pageBytes;
  let { sums } = log;
  let isSound = true;
  let commits = 0;
  for (let at = HEADER_BYTES; ; at += frameBytes) {
    const frame = read(file, frameBytes, at);
    if (frame === undefined) return commits;
    const isOfThisLog = frame.getUint32(8) === log.salts[0] && frame.getUint32(12) === log.salts[1];
    if (isSound && isOfThisLog) {
      sums = sumsOf(new DataView(frame.buffer, 0, 8), sums, log.isBigEndian);
      sums = sumsOf(new DataView(frame.buffer, FRAME_HEADER_BYTES), sums, log.isBigEndian);
      isSound = isSigned(sums, frame, 16);
    } else isSound = false;
    // The size of the database stands in the last frame of a transaction, nothing in the others.
    if (!isSound && isOfThisLog && frame.getUint32(4) !== 0) commits += 1;
  }
}

/**
 * Whether the write-ahead log beside a database has lost something that was on the disk. SQLite reads it up to the first
 * frame that is not right and drops the rest without a word. That is as it should be for a transaction that was cut off;
 * but each one is synced before the next begins, so two ends of transactions behind that frame are damage, and so is
 * a header that is wrong in front of frames. Must be asked before anything opens the database.
 */
export function isLogDamaged(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size <= HEADER_BYTES) return false;
    const header = read(file, HEADER_BYTES, 0);
    const log = header === undefined ? undefined : readHeader(header);
    if (log === undefined) return true;
    if (size > LOG_BYTES_MAX || commitsBehindDamage(file, log) < 2) return false;
    // A command beside us may have begun the log anew while it was read: then it is another log.
    const sumsNow = readHeader(read(file, HEADER_BYTES, 0) ?? new DataView(new ArrayBuffer(HEADER_BYTES)))?.sums;
    return sumsNow === undefined || (sumsNow.first === log.sums.first && sumsNow.second === log.sums.second);
  } finally {
    closeSync(file);
  }
}
