import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PagesWords } from '../text/pages/th.ts';
import type { StaffWords } from '../text/staff/th.ts';
import type { WaysWords } from '../text/ways/th.ts';
import { useApp } from './use-app.ts';

export const PagesWordsContext = createContext<PagesWords | undefined>(undefined);
export const StaffWordsContext = createContext<StaffWords | undefined>(undefined);

/** For all but the first view. */
export function useWays(): WaysWords {
  const { ways } = useApp();
  if (!ways) throw new Error('used before the rest has come');
  return ways;
}

/** Only for pages whose route says that they need these words. */
export function usePagesWords(): PagesWords {
  const words = useContext(PagesWordsContext);
  if (!words) throw new Error('the route of this page does not load its words');
  return words;
}

export function useStaffWords(): StaffWords {
  const words = useContext(StaffWordsContext);
  if (!words) throw new Error('the route of this page does not load the words of the desk');
  return words;
}
