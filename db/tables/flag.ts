/** SQLite keeps truth as 0 and 1. */
export type Flag = 0 | 1;
