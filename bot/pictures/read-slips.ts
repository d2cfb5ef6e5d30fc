import { unreadSlips } from '../../db/slips.ts';
import type { Deps } from '../deps.ts';
import type { SlipNote, SlipVerification } from '../domain/command.ts';
import { SECOND, SLIP_READ_ATTEMPTS_MAX } from '../limits.ts';
import type { SlipReading } from '../slips/slip-reading.ts';
import type { SlipVerifier } from '../slips/slip-verifier.ts';
import { createWorker } from '../worker.ts';
import type { Worker } from '../worker.ts';

/** The decoder takes one after another; a few at a time keep the memory small. */
const SLIPS_A_PASS_MAX = 4;
/** After a reading that broke off. */
const RETRY_AFTER = 30 * SECOND;
/** The e-wallet's slips name no bank. */
const TRUEMONEY = 'truemoney';

export interface SlipWork {
  readSlip(bytes: Uint8Array): Promise<SlipReading>;
  verifier?: SlipVerifier;
  note(slip: string, reading: SlipNote, verification?: SlipVerification): Promise<void>;
}

function noteOf(reading: Exclude<SlipReading, { kind: 'gave_up' }>): SlipNote {
  switch (reading.kind) {
    case 'read':
      return { kind: 'read', bank: reading.bank, transactionReference: reading.transactionReference };
    case 'truemoney':
      return { kind: 'truemoney', bank: TRUEMONEY, transactionReference: reading.transactionReference };
    case 'no_code':
    case 'other_code':
    case 'several':
    case 'not_a_picture':
    case 'too_large':
      return { kind: reading.kind };
  }
}

/** Reads the slips that have come in. Whatever is not noted when the service stops is read again when it starts. */
export function createSlipWorker(deps: Deps, work: SlipWork): Worker {
  const brokenOff = new Map<string, { attempts: number; nextAt: number }>();

  async function read(slip: { id: string; bytesSealed: Uint8Array }): Promise<void> {
    const reading = await work.readSlip(deps.sealer.openBytes(slip.bytesSealed));
    if (reading.kind === 'gave_up') {
      await putOff(slip.id, reading.why);
      return;
    }
    brokenOff.delete(slip.id);
    const note = noteOf(reading);
    await work.note(slip.id, note, 'bank' in note ? await work.verifier?.verify(note) : undefined);
    deps.log.info({ slipId: slip.id, reading: note.kind }, 'slip read');
  }

  async function putOff(slipId: string, why: string): Promise<void> {
    const attempts = (brokenOff.get(slipId)?.attempts ?? 0) + 1;
    deps.log.warn({ slipId, why, attempts }, 'slip not read');
    brokenOff.set(slipId, { attempts, nextAt: deps.clock.now() + RETRY_AFTER });
    if (attempts < SLIP_READ_ATTEMPTS_MAX || why === 'closed') return;
    brokenOff.delete(slipId);
    await work.note(slipId, { kind: 'no_code' });
  }

  return createWorker({
    name: 'slips',
    log: deps.log,
    pace: deps.pace,
    async pass(stopping) {
      const now = deps.clock.now();
      const but = [...brokenOff].filter(([, { nextAt }]) => nextAt > now).map(([id]) => id);
      const slips = await unreadSlips(deps.db, { limit: SLIPS_A_PASS_MAX, but });
      let done = 0;
      for (const slip of slips) {
        if (stopping()) break;
        await read(slip);
        done += 1;
      }
      return done;
    },
  });
}
