import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CommunityList } from '../../bot/liff-api/contract.ts';
import { useApp } from '../hooks/use-app.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { Choices, Field } from '../ui/field.tsx';
import { Problem } from '../ui/problem.tsx';

/** More than these cannot be looked through on a phone; typing on narrows. */
const SHOWN_MAX = 6;

type Community = CommunityList['communities'][number];

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[\s.()-]/gu, '');
}

function found(all: readonly Community[], typed: string, value: string): Community[] {
  const query = plain(typed);
  const chosen = all.filter(({ id }) => id === value);
  if (query === '') return chosen;
  const fitting = all.filter(({ id, name }) => id !== value && plain(name).includes(query));
  return [...chosen, ...fitting.toSorted((a, b) => a.name.length - b.name.length)].slice(0, SHOWN_MAX);
}

interface CommunityChoiceProps {
  value: string;
  error: string | undefined;
  onChoose: (community: string) => void;
}

/** Type a part of the name, tap the right one. */
export function CommunityChoice({ value, error, onChoose }: CommunityChoiceProps): JSX.Element {
  const { donor, errors } = usePagesWords();
  const { api } = useApp();
  const [all, setAll] = useState<Community[]>();
  const [isBroken, setBroken] = useState(false);
  const [typed, setTyped] = useState('');
  useEffect(() => {
    void api.get('/api/communities').then((outcome) => {
      if (outcome.ok) setAll(outcome.value.communities);
      else setBroken(true);
    });
  }, [api]);
  const matches = found(all ?? [], typed, value);
  return (
    <>
      <Field
        id="community"
        label={donor.whichCommunity}
        hint={donor.communityHint}
        error={error}
        value={typed}
        onInput={(text) => setTyped(text.slice(0, 60))}
      />
      <Problem words={isBroken ? errors.broken : undefined} />
      {all !== undefined && typed !== '' && matches.length === 0 && <p role="status">{donor.communityNone}</p>}
      {matches.length > 0 && (
        <Choices
          legend={donor.whichCommunity}
          hideLegend
          name="community-found"
          value={value}
          onChoose={onChoose}
          choices={matches.map(({ id, name, municipality }) => ({ value: id, words: `${name} · ${donor.cities[municipality]}` }))}
        />
      )}
    </>
  );
}
