import type { SlipReader } from '../../bot/slips/create-slip-reader.ts';
import { readSlipPhoto } from './people/photo.ts';

/** In the place of the thread that decodes: threads take their own time, and a run must be repeatable. */
export const slipReader: SlipReader = {
  async readSlip(bytes) {
    const code = readSlipPhoto(bytes);
    return code === undefined ? { kind: 'no_code' } : { kind: 'read', ...code };
  },
  close: async () => undefined,
};
