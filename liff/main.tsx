import { render } from 'preact';
import './ui/tokens.css';
import './ui/fonts.css';
import './ui/base.css';
import './ui/parts.css';
import { App } from './app.tsx';
import { openLine } from './line.ts';
import { createSession } from './session.ts';
import { readSettings } from './settings.ts';

async function start(): Promise<void> {
  const root = document.getElementById('app');
  if (!root) throw new Error('the page has no place for the app');
  const settings = readSettings();
  const line = await openLine(settings);
  render(<App settings={settings} session={createSession(line)} />, root);
}

void start();
