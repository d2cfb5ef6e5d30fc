import type { ApiRoute } from './route.ts';
import { booksRoutes } from './routes-books.ts';
import { coordinatorRoutes } from './routes-coordinator.ts';
import { memberRoutes } from './routes-member.ts';
import { riderRoutes } from './routes-rider.ts';
import { shopRoutes } from './routes-shop.ts';
import { treasurerRoutes } from './routes-treasurer.ts';

/** Every route of /api but signing in and out, with who may use it. A test walks this list. */
export const apiRoutes: readonly ApiRoute[] = [
  ...memberRoutes,
  ...coordinatorRoutes,
  ...treasurerRoutes,
  ...booksRoutes,
  ...shopRoutes,
  ...riderRoutes,
];
