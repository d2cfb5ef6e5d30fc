import type { WaysWords } from './th.ts';

export const waysEn: WaysWords = {
  back: 'Back',
  homeLink: 'Back to the first page',
  closeDialog: 'Not now',
  offlineKept: 'Not sent yet: the connection is gone. What you entered is still here, tap again.',
  signInTitle: 'We could not sign you in',
  signInBody: 'Close this page and open it again from the chat. Your data is safe.',
  nav: {
    label: 'Your parts',
    resident: 'Meals',
    shop: 'Shop',
    rider: 'Rider',
    coordinator: 'Coordination',
    treasurer: 'Treasury',
    donor: 'Share a meal',
    privacy: 'My data',
    language: 'Language',
  },
};
