import { membersWithOtherMenu, noteMenu } from '../../db/menus.ts';
import type { WantedMenu } from '../../db/menus.ts';
import type { Deps } from '../deps.ts';
import { MINUTE, SECOND } from '../limits.ts';
import { createWorker } from '../worker.ts';
import type { Worker } from '../worker.ts';

export interface MenuParts {
  /** Throws an error with a `status` when LINE refused, without one when LINE could not be reached. */
  link: (menu: { lineUserId: string; role: WantedMenu['role']; language: WantedMenu['language'] }) => Promise<'linked' | 'no_menu'>;
}

/** Looking means reading the members' table: a menu may come some seconds after the role. */
const LOOK_INTERVAL = 10 * SECOND;
const MENUS_BATCH_MAX = 20;
/** Menus are not made yet, or LINE has trouble: everything works without them, so there is no hurry. */
const PAUSE = 10 * MINUTE;

function isRefusedForGood(error: unknown): boolean {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 && status !== 401 && status !== 403 && status !== 429;
}

/** Brings each member's rich menu into line with their highest role and their language. */
export function createMenuWorker(deps: Deps, parts: MenuParts): Worker {
  let lookAt = -Infinity;

  /** False when the rest had better wait. */
  async function linkOne(wanted: WantedMenu): Promise<boolean> {
    try {
      if ((await parts.link(wanted)) === 'no_menu') return false;
    } catch (error) {
      deps.log.warn({ memberId: wanted.memberId, err: error }, 'menu not linked');
      if (!isRefusedForGood(error)) return false;
    }
    await noteMenu(deps.db, wanted);
    return true;
  }

  return createWorker({
    name: 'menus',
    log: deps.log,
    pace: deps.pace,
    async pass(stopping) {
      if (deps.clock.now() < lookAt) return 0;
      const members = await membersWithOtherMenu(deps.db, MENUS_BATCH_MAX);
      for (const wanted of members) {
        if (stopping()) return 0;
        if (await linkOne(wanted)) continue;
        lookAt = deps.clock.now() + PAUSE;
        return 0;
      }
      if (members.length < MENUS_BATCH_MAX) lookAt = deps.clock.now() + LOOK_INTERVAL;
      return members.length;
    },
  });
}
