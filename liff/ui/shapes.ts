/**
 * Line drawings on a 24 grid, two pixels thick, drawn for this app. The build puts them into the page (vite.config.ts),
 * where scripts refer to them by name: a drawing is no code that a phone should read as such.
 */
export const SHAPES = {
  received: 'M5 4h14v16H5zM9 9h6M9 13h6M9 17h3',
  cooking: 'M4 11h16v4a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5zM2 11h20M9 3c-1 1.5 1 2.5 0 4M15 3c-1 1.5 1 2.5 0 4',
  ready: 'M6 8h12l1 12H5zM9 8V6a3 3 0 0 1 6 0v2',
  riding: 'M6 20a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM18 20a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM9 17h6l1-8h-3M4 11h7l2 6M16 9l2 5',
  home: 'M3 11l9-8 9 8M6 9v11h12V9M10 20v-6h4v6',
  tick: 'M4 13l5 5L20 6',
  cross: 'M6 6l12 12M18 6L6 18',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l4 2',
  alert: 'M12 3l10 18H2zM12 10v5M12 17.5v.5',
  plus: 'M12 5v14M5 12h14',
  coupon: 'M3 7h18v3a2 2 0 0 0 0 4v3H3v-3a2 2 0 0 0 0-4zM14 8v1M14 11.5v1M14 15v1',
  cloud: 'M7 19a4.5 4.5 0 0 1-.5-9 6 6 0 0 1 11.5 1.5A3.8 3.8 0 0 1 17.5 19zM3 3l18 18',
  chat: 'M4 5h16v11H12l-5 4v-4H4z',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  minus: 'M5 12h14',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
  shop: 'M4 10v10h16V10M3 10l2-6h14l2 6a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0zM10 20v-5h4v5',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3.5 2.6 3.5 5.5',
  money: 'M3 6h18v12H3zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6 9.5v.1M18 14.5v.1',
  heart: 'M12 20C5 15 3 11.5 3 8.5A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 9 1.5c0 3-2 6.5-9 11.5z',
  lock: 'M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3',
  pin: 'M12 21c5-5.5 7-8.5 7-11.5a7 7 0 0 0-14 0C5 12.5 7 15.5 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  camera: 'M3 8h4l2-3h6l2 3h4v11H3zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8z',
  phone: 'M6 3h4l2 5-2.5 2a12 12 0 0 0 4.5 4.5L16 12l5 2v4a3 3 0 0 1-3 3C10 21 3 14 3 6a3 3 0 0 1 3-3z',
  eye: 'M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M5 19l1.5-1.5M17.5 6.5L19 5',
} as const;

/** Two grains of rice over a bowl, on a 32 grid: the sign of the service. */
export const MARK = {
  bowl: 'M3 16h26a13 13 0 0 1-7.6 11.8V29H10.6v-1.2A13 13 0 0 1 3 16z',
  grains: 'M12 3c3 3.4 3 7.2 0 10.6-3-3.4-3-7.2 0-10.6zm8 0c3 3.4 3 7.2 0 10.6-3-3.4-3-7.2 0-10.6z',
} as const;
