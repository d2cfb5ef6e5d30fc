import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { startFakeApi } from './fake-api.ts';
import type { FakeApi } from './fake-api.ts';
import { needsBuild } from './needs-build.ts';

/** The built mini-app before a stand-in of the API, and a browser to see it with. */
export interface Stage {
  api: FakeApi;
  browser: Browser;
  clear(): Promise<void>;
}

/** What `beforeAll` gives back is called after all tests: `return stage.clear`. */
export async function setStage(): Promise<Stage> {
  needsBuild();
  const api = await startFakeApi();
  const browser = await launchBrowser();
  return {
    api,
    browser,
    async clear() {
      await browser.close();
      await api.close();
    },
  };
}
