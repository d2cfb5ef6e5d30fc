/** Identifiers in the forms that LINE gives them, from one source of chance so that a seeded run repeats. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const FIRST_MESSAGE_ID = 600_000_000_000_000_000n;

export interface Ids {
  hex: (length: number) => string;
  token: (length: number) => string;
  ulid: (at: number) => string;
  uuid: () => string;
  /** 18 digits, more than a JavaScript number can hold, rising. */
  messageId: () => string;
}

function pick(random: () => number, alphabet: string, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += alphabet.charAt(Math.floor(random() * alphabet.length));
  return text;
}

function ulidTime(at: number): string {
  let text = '';
  for (let left = at, index = 0; index < 10; index += 1) {
    text = CROCKFORD.charAt(left % 32) + text;
    left = Math.floor(left / 32);
  }
  return text;
}

export function createIds(random: () => number): Ids {
  let messages = FIRST_MESSAGE_ID;
  const hex = (length: number): string => pick(random, '0123456789abcdef', length);
  return {
    hex,
    token: (length) => pick(random, `${CROCKFORD}abcdefghijklmnopqrstuvwxyz-_`, length),
    ulid: (at) => ulidTime(at) + pick(random, CROCKFORD, 16),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
    messageId: () => String((messages += 1n)),
  };
}
