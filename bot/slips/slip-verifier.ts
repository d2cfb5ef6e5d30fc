import type { SlipVerification } from '../domain/command.ts';

/**
 * A service that knows of a transfer by what its slip names. Its word is a hint for the treasurer, never money.
 * Undefined when it does not know the transfer, does not answer in time, or answers with something else.
 */
export interface SlipVerifier {
  verify(transfer: { bank: string; transactionReference: string }): Promise<SlipVerification | undefined>;
}
