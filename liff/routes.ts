import type { FunctionComponent } from 'preact';

export interface PageProps {
  /** The part of the path that the route leaves open. */
  id: string;
}

export type PageView = FunctionComponent<PageProps>;

/** Which catalogue a page needs beside the first one; the desk's pages take the words of the others, too. */
export type Catalogue = 'pages' | 'staff';

export interface Route {
  path: RegExp;
  catalogue: Catalogue;
  load: () => Promise<PageView>;
  /** The role of the menu entry that stands for this page. */
  area: 'resident' | 'donor' | 'shop' | 'rider' | 'coordinator' | 'treasurer' | 'privacy';
  /** Where "back" leads when there is nothing behind. */
  up?: string;
}

/** All pages but the home, which comes with the shell. */
const ROUTES: Route[] = [
  {
    path: /^\/order$/u,
    catalogue: 'pages',
    area: 'resident',
    up: '/',
    load: () => import('./pages/order.tsx').then((page) => page.NewOrder),
  },
  {
    path: /^\/orders\/([\w-]+)$/u,
    catalogue: 'pages',
    area: 'resident',
    up: '/',
    load: () => import('./pages/follow.tsx').then((page) => page.Follow),
  },
  {
    path: /^\/coupon$/u,
    catalogue: 'pages',
    area: 'resident',
    up: '/',
    load: () => import('./pages/coupon.tsx').then((page) => page.Coupon),
  },
  {
    path: /^\/history$/u,
    catalogue: 'pages',
    area: 'resident',
    up: '/',
    load: () => import('./pages/history.tsx').then((page) => page.History),
  },
  {
    path: /^\/donor$/u,
    catalogue: 'pages',
    area: 'donor',
    up: '/',
    load: () => import('./pages/donor.tsx').then((page) => page.Donor),
  },
  { path: /^\/shop$/u, catalogue: 'pages', area: 'shop', load: () => import('./pages/shop.tsx').then((page) => page.Shop) },
  { path: /^\/rider$/u, catalogue: 'pages', area: 'rider', load: () => import('./pages/rider.tsx').then((page) => page.Rider) },
  {
    path: /^\/privacy$/u,
    catalogue: 'pages',
    area: 'privacy',
    up: '/',
    load: () => import('./pages/privacy.tsx').then((page) => page.Privacy),
  },
  {
    path: /^\/coordinator$/u,
    catalogue: 'staff',
    area: 'coordinator',
    load: () => import('./pages/coordinator.tsx').then((page) => page.Coordinator),
  },
  {
    path: /^\/coordinator\/screening\/([\w-]+)$/u,
    catalogue: 'staff',
    area: 'coordinator',
    up: '/coordinator',
    load: () => import('./pages/screening.tsx').then((page) => page.Screening),
  },
  {
    path: /^\/treasurer$/u,
    catalogue: 'staff',
    area: 'treasurer',
    load: () => import('./pages/treasurer.tsx').then((page) => page.Treasurer),
  },
  {
    path: /^\/approvals$/u,
    catalogue: 'staff',
    area: 'treasurer',
    load: () => import('./pages/approvals.tsx').then((page) => page.Approvals),
  },
];

const NOT_FOUND: Route = {
  path: /$/u,
  catalogue: 'pages',
  area: 'resident',
  up: '/',
  load: () => import('./pages/not-found.tsx').then((page) => page.NotFound),
};

/** The route of a path, with what its open part says. */
export function routeOf(path: string): { route: Route; id: string } {
  for (const route of ROUTES) {
    const found = route.path.exec(path);
    if (found) return { route, id: found[1] ?? '' };
  }
  return { route: NOT_FOUND, id: '' };
}
