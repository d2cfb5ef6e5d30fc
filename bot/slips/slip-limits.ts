import { MINUTE, SECOND } from '../limits.ts';

/** Twice what phone cameras take (12 megapixels); the longest screenshots stay below 15. */
export const PICTURE_PIXELS_MAX = 24_000_000;
/** The finders look along lines; a picture of 1 × 24,000,000 is nobody's slip. */
export const PICTURE_SIDE_MAX = 20_000;
/** What decoding may hold at once: a camera's picture takes 30–60 MB, a long screenshot with transparency 120. */
export const DECODE_BYTES_MAX = 128 * 1024 * 1024;
/** A decoder that needed more than this is let go: its memory would never shrink again. */
export const KEPT_DECODE_BYTES_MAX = 32 * 1024 * 1024;
/** The largest pictures take two seconds on a slow core; a phone screenshot a tenth. */
export const PICTURE_TIME_MAX = 15 * SECOND;
/** Compiling the decoder takes a fraction of a second. */
export const DECODER_START_TIME_MAX = 20 * SECOND;
/** Ten megabytes each may wait for the one decoder; more come again later. */
export const PICTURES_WAITING_MAX = 8;
/** An idle decoder holds some 40 MB; slips come in bursts. */
export const DECODER_IDLE_TIME = 5 * MINUTE;
/** A slip has one code, a screenshot of a chat with slips a few. */
export const CODES_A_PICTURE_MAX = 16;
