import { startFakeApi } from '../tests/liff/fake-api.ts';
import { launchBrowser } from '../tests/liff/browser.ts';
import { lineWeight, named, weighFirstView, weightBeforePaint, weightOfAll } from '../tests/liff/first-view.ts';
import type { FirstView } from '../tests/liff/first-view.ts';
import { needsBuild } from '../tests/liff/needs-build.ts';
import { alone } from './harness.ts';
import type { Bench, Figure } from './harness.ts';

const LANGUAGES = ['th', 'en', 'ms', 'my'] as const;

function figuresOf(views: readonly FirstView[]): Figure[] {
  const [thai] = views;
  if (thai === undefined) throw new Error('no view was weighed');
  const each = views.map((view, index) => `${LANGUAGES[index]} ${weightBeforePaint(view)} / ${weightOfAll(view)}`).join(', ');
  const styles = thai.styles.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    alone({
      what: "resident's first view: JavaScript before first paint, gzip",
      unit: 'bytes',
      values: [Math.max(...views.map(weightBeforePaint))],
      reach: { atMost: 14_000 },
      notes: [`in Thai: ${thai.scriptsBeforePaint.map(named).join(', ')}; each language, before paint / all: ${each}`],
    }),
    alone({
      what: "resident's first view: scripts and styles in all, with LINE's kit, gzip",
      unit: 'bytes',
      values: [Math.max(...views.map(weightOfAll))],
      reach: { atMost: 48_000 },
      notes: [
        `LINE's kit and sign-in ${lineWeight()}, styles ${styles}, page ${thai.page.bytes}; in Thai: ${thai.scripts.map(named).join(', ')}`,
      ],
    }),
  ];
}

/** What the browser fetches, by its own record, not what the build says: an order under way, in the heaviest language. */
export const weight: Bench = {
  name: 'weight',
  async run() {
    needsBuild();
    const api = await startFakeApi();
    const browser = await launchBrowser();
    try {
      const views: FirstView[] = [];
      for (const language of LANGUAGES) views.push(await weighFirstView(browser, api.url, { scene: 'busy', language }));
      return figuresOf(views);
    } finally {
      await browser.close();
      await api.close();
    }
  },
};
