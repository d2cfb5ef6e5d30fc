import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Words } from '../text/th.ts';

export const WordsContext = createContext<Words | undefined>(undefined);

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error('the app opens with its words');
  return words;
}
