import { render } from 'preact';
import './ui/tokens.css';
import './ui/fonts.css';
import './ui/base.css';
import './ui/parts.css';
import { App } from './app.tsx';
import { openFirst } from './first-view.ts';
import { createSession } from './session.ts';
import { readSettings } from './settings.ts';

async function start(root: HTMLElement): Promise<void> {
  const settings = readSettings();
  const session = createSession(settings);
  const first = await openFirst(session);
  render(<App settings={settings} session={session} first={first} />, root);
}

const root = document.getElementById('app');
if (!root) throw new Error('the page has no place for the app');
start(root).catch((problem: unknown) => {
  // Without its words the app can say nothing, but the page itself knows a few in every language.
  root.classList.add('is-lost');
  throw problem;
});
