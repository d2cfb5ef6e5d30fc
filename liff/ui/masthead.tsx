import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { LANGUAGE_NAMES } from '../text/language-names.ts';
import { AppContext, useApp } from '../hooks/use-app.ts';
import { addressOf, navigate, useRoute } from '../hooks/use-route.ts';
import { useAct } from '../hooks/use-act.ts';
import { useWords } from '../hooks/use-words.ts';
import { routeOf } from '../routes.ts';
import { Icon, Mark } from './icon.tsx';
import type { IconName } from './icon.tsx';

const AREAS = [
  { area: 'resident', icon: 'home', path: '/' },
  { area: 'shop', icon: 'shop', path: '/shop' },
  { area: 'rider', icon: 'riding', path: '/rider' },
  { area: 'coordinator', icon: 'people', path: '/coordinator' },
  { area: 'treasurer', icon: 'money', path: '/treasurer' },
] as const satisfies { area: string; icon: IconName; path: string }[];

/** The name, a way back, and the parts of the app where a member has more than one. */
export function Masthead(): JSX.Element {
  const app = useContext(AppContext);
  const words = useWords();
  const { path, depth } = useRoute();
  const { route } = routeOf(path);
  const back = () => (depth > 0 ? history.back() : navigate(route.up ?? '/', 'replace'));
  return (
    <header>
      <div class="masthead">
        <div class="masthead__in">
          {app && route.up !== undefined && (
            <button type="button" class="back" aria-label={words.app.back} onClick={back}>
              <Icon name="back" />
            </button>
          )}
          <a class="brand" href={addressOf('/')}>
            <Mark />
            {words.app.name}
          </a>
        </div>
      </div>
      {app && app.me.roles.length > 0 && <Roles area={route.area} />}
    </header>
  );
}

function Roles({ area }: { area: string }): JSX.Element {
  const { me } = useApp();
  const { nav } = useWords();
  return (
    <nav class="roles" aria-label={nav.label}>
      <ul>
        {AREAS.filter((entry) => entry.area === 'resident' || me.roles.includes(entry.area)).map((entry) => (
          <li key={entry.area}>
            <a href={addressOf(entry.path)} {...(entry.area === area ? { 'aria-current': 'page' } : {})}>
              <Icon name={entry.icon} size={20} />
              {nav[entry.area]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Quiet ways that belong to every page: giving, one's own data, the language. */
export function Foot(): JSX.Element {
  const { me, setMe } = useApp();
  const { nav } = useWords();
  const act = useAct();
  return (
    <footer class="foot">
      <div class="foot__in">
        <a href={addressOf('/donor')}>{nav.donor}</a>
        <a href={addressOf('/privacy')}>{nav.privacy}</a>
        <label>
          <span class="hidden-words">{nav.language}</span>
          <select
            value={me.language}
            disabled={act.busy}
            onChange={(event) => {
              const chosen = LANGUAGE_NAMES.find(({ language }) => language === event.currentTarget.value);
              if (chosen) void act.run('/api/me/language', { language: chosen.language }, setMe);
            }}
          >
            {LANGUAGE_NAMES.map(({ language, name }) => (
              <option key={language} value={language} lang={language}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
    </footer>
  );
}
