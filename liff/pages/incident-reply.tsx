import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CoordinatorPage } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { say } from '../hooks/use-said.ts';
import { useStaffWords } from '../hooks/use-more-words.ts';
import { Button } from '../ui/button.tsx';
import { Problem } from '../ui/problem.tsx';

/** As much as a chat bubble carries comfortably; the server takes no more. */
const WORDS_MAX = 500;
const WORDS_MIN = 2;

interface Props {
  incident: string;
  onChange: (page: CoordinatorPage) => void;
}

/** A few words to the person behind a case; what was typed stays until it is on its way. */
export function IncidentReply({ incident, onChange }: Props): JSX.Element {
  const { coordinator: words } = useStaffWords();
  const act = useAct();
  const [text, setText] = useState('');
  const send = (event: Event): void => {
    event.preventDefault();
    if (text.trim().length < WORDS_MIN) return;
    void act.run(`/api/coordinator/incidents/${incident}/reply`, { words: text.trim() }, (page) => {
      say(words.replySent);
      setText('');
      onChange(page);
    });
  };
  return (
    <form class="stack" onSubmit={send}>
      <label class="field">
        <span class="field__label">{words.reply}</span>
        <textarea rows={3} maxLength={WORDS_MAX} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <Problem words={act.problem} />
      <Button wide kind="secondary" busy={act.busy} type="submit">
        {words.replySend}
      </Button>
    </form>
  );
}
