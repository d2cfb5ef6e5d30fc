import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Me, PageSettings } from '../../bot/liff-api/contract.ts';
import type { Api } from '../api.ts';
import type { Session } from '../session.ts';

/** What every page may use. */
export interface AppTools {
  settings: PageSettings;
  session: Session;
  api: Api;
  me: Me;
  setMe: (me: Me) => void;
  /** One polite sentence at the foot of the screen, read aloud once. */
  say: (sentence: string) => void;
}

export const AppContext = createContext<AppTools | undefined>(undefined);

export function useApp(): AppTools {
  const app = useContext(AppContext);
  if (!app) throw new Error('used outside the app');
  return app;
}
