import type { Migration } from 'kysely/migration';
import * as init from './001-init.ts';
import * as openBooks from './002-open-books.ts';
import * as hotPaths from './003-hot-paths.ts';
import * as openPockets from './004-open-pockets.ts';
import * as cheapIntake from './005-cheap-intake.ts';

/** Every migration by name, oldest first. Listed by hand so that the type checker sees them; never edited once landed. */
export const migrations: Record<string, Migration> = {
  '001-init': init,
  '002-open-books': openBooks,
  '003-hot-paths': hotPaths,
  '004-open-pockets': openPockets,
  '005-cheap-intake': cheapIntake,
};
