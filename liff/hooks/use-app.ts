import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Me, PageSettings } from '../../bot/liff-api/contract.ts';
import type { Api } from '../api.ts';
import type { Session } from '../session.ts';
import type { WaysWords } from '../text/ways/th.ts';

/** What every page may use. */
export interface AppTools {
  settings: PageSettings;
  session: Session;
  api: Api;
  me: Me;
  setMe: (me: Me) => void;
  /** Comes after the first view. */
  ways: WaysWords | undefined;
}

export const AppContext = createContext<AppTools | undefined>(undefined);

export function useApp(): AppTools {
  const app = useContext(AppContext);
  if (!app) throw new Error('used outside the app');
  return app;
}
