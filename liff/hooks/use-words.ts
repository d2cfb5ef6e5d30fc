import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PagesWords } from '../text/pages/th.ts';
import type { StaffWords } from '../text/staff/th.ts';
import { th } from '../text/th.ts';
import type { Words } from '../text/th.ts';

export const WordsContext = createContext<Words>(th);
export const PagesWordsContext = createContext<PagesWords | undefined>(undefined);
export const StaffWordsContext = createContext<StaffWords | undefined>(undefined);

export function useWords(): Words {
  return useContext(WordsContext);
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
