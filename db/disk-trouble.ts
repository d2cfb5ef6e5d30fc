/** The code of the operating system or of SQLite that is at the bottom of an error; empty for any other error. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return code === '' ? codeOf(error.cause) : code;
}

/** The disk is full or does not do what it should. Whatever was tried is not to blame, and can be tried again as it was. */
export function isDiskTrouble(error: unknown): boolean {
  return /^SQLITE_(?:FULL|IOERR|CANTOPEN|READONLY)/u.test(codeOf(error));
}
