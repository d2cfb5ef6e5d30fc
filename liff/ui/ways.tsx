import type { JSX } from 'preact';
import { useAct } from '../hooks/use-act.ts';
import { useApp } from '../hooks/use-app.ts';
import { useInView } from '../hooks/use-in-view.ts';
import { addressOf, navigate, useRoute } from '../hooks/use-route.ts';
import { useWays } from '../hooks/use-more-words.ts';
import { useSaid } from '../hooks/use-said.ts';
import { routeOf } from '../routes.ts';
import { LANGUAGE_NAMES } from '../text/language-names.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

const AREAS = [
  { area: 'resident', icon: 'home', path: '/' },
  { area: 'shop', icon: 'shop', path: '/shop' },
  { area: 'rider', icon: 'riding', path: '/rider' },
  { area: 'coordinator', icon: 'people', path: '/coordinator' },
  { area: 'treasurer', icon: 'money', path: '/treasurer' },
] as const satisfies { area: string; icon: IconName; path: string }[];

/** To the page before, or to the one above where nothing lies behind; the main page of a role has neither. */
export function Back(): JSX.Element | null {
  const { back } = useWays();
  const { path, depth } = useRoute();
  const { up } = routeOf(path).route;
  if (up === undefined) return null;
  return (
    <button type="button" class="back" aria-label={back} onClick={() => (depth > 0 ? history.back() : navigate(up, 'replace'))}>
      <Icon name="back" />
    </button>
  );
}

export function Roles(): JSX.Element {
  const { me } = useApp();
  const { path } = useRoute();
  const area = path === '/' ? 'resident' : routeOf(path).route.area;
  const { nav } = useWays();
  const row = useInView('[aria-current]', area);
  return (
    <nav ref={row} class="roles" aria-label={nav.label}>
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
  const { nav } = useWays();
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

export function Toasts(): JSX.Element {
  const said = useSaid();
  return (
    <div class="toasts" role="status">
      {said && <p class="toast">{said}</p>}
    </div>
  );
}
