import type { FunctionComponent } from 'preact';
import { Home } from './pages/home.tsx';

export interface PageProps {
  /** The part of the path that the route leaves open. */
  id: string;
}

export type PageView = FunctionComponent<PageProps>;

/** Which catalogue a page needs beside the first one. */
export type Catalogue = 'first' | 'pages' | 'staff';

export interface Route {
  path: RegExp;
  catalogue: Catalogue;
  /** The first page comes with the shell, the others when they are asked for. */
  view: { kind: 'here'; page: PageView } | { kind: 'later'; load: () => Promise<PageView> };
  /** The role of the menu entry that stands for this page. */
  area: 'resident' | 'donor' | 'shop' | 'rider' | 'coordinator' | 'treasurer' | 'privacy';
  /** Where "back" leads when there is nothing behind. */
  up?: string;
}

type Lazy = Omit<Route, 'view'> & { load: () => Promise<PageView> };

function lazy({ load, ...route }: Lazy): Route {
  return { ...route, view: { kind: 'later', load } };
}

const ROUTES: Route[] = [
  { path: /^\/$/u, catalogue: 'first', area: 'resident', view: { kind: 'here', page: Home } },
  lazy({
    path: /^\/order$/u,
    catalogue: 'pages',
    area: 'resident',
    up: '/',
    load: () => import('./pages/order.tsx').then((page) => page.NewOrder),
  }),
  lazy({
    path: /^\/orders\/([\w-]+)$/u,
    catalogue: 'pages',
    area: 'resident',
    up: '/',
    load: () => import('./pages/follow.tsx').then((page) => page.Follow),
  }),
  lazy({
    path: /^\/coupon$/u,
    catalogue: 'pages',
    area: 'resident',
    up: '/',
    load: () => import('./pages/coupon.tsx').then((page) => page.Coupon),
  }),
  lazy({
    path: /^\/history$/u,
    catalogue: 'pages',
    area: 'resident',
    up: '/',
    load: () => import('./pages/history.tsx').then((page) => page.History),
  }),
  lazy({
    path: /^\/donor$/u,
    catalogue: 'pages',
    area: 'donor',
    up: '/',
    load: () => import('./pages/donor.tsx').then((page) => page.Donor),
  }),
  lazy({ path: /^\/shop$/u, catalogue: 'pages', area: 'shop', load: () => import('./pages/shop.tsx').then((page) => page.Shop) }),
  lazy({ path: /^\/rider$/u, catalogue: 'pages', area: 'rider', load: () => import('./pages/rider.tsx').then((page) => page.Rider) }),
  lazy({
    path: /^\/privacy$/u,
    catalogue: 'pages',
    area: 'privacy',
    up: '/',
    load: () => import('./pages/privacy.tsx').then((page) => page.Privacy),
  }),
  lazy({
    path: /^\/coordinator$/u,
    catalogue: 'staff',
    area: 'coordinator',
    load: () => import('./pages/coordinator.tsx').then((page) => page.Coordinator),
  }),
  lazy({
    path: /^\/coordinator\/screening\/([\w-]+)$/u,
    catalogue: 'staff',
    area: 'coordinator',
    up: '/coordinator',
    load: () => import('./pages/screening.tsx').then((page) => page.Screening),
  }),
  lazy({
    path: /^\/treasurer$/u,
    catalogue: 'staff',
    area: 'treasurer',
    load: () => import('./pages/treasurer.tsx').then((page) => page.Treasurer),
  }),
  lazy({
    path: /^\/approvals$/u,
    catalogue: 'staff',
    area: 'treasurer',
    load: () => import('./pages/approvals.tsx').then((page) => page.Approvals),
  }),
];

const NOT_FOUND: Route = lazy({
  path: /$/u,
  catalogue: 'pages',
  area: 'resident',
  up: '/',
  load: () => import('./pages/not-found.tsx').then((page) => page.NotFound),
});

/** The route of a path, with what its open part says. */
export function routeOf(path: string): { route: Route; id: string } {
  for (const route of ROUTES) {
    const found = route.path.exec(path);
    if (found) return { route, id: found[1] ?? '' };
  }
  return { route: NOT_FOUND, id: '' };
}
