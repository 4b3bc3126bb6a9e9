const many = (count: number, one: string, other: string): string =>
  `${count} ${count === 1 ? one : other}`;

export const frame = {
  product: 'Shortcore',
  sidebar: 'Navigation and session',
  navigation: 'Main',
  skip: 'Skip to content',
  menu: 'Menu',
  closeMenu: 'Close menu',
  search: 'Search links',
  newLink: 'New link',
  settings: 'Settings',
  theme: { label: 'Theme', system: 'System', light: 'Light', dark: 'Dark' },
  withBots: 'Count bots',
  signedInAs: 'Signed in as',
  signOut: 'Sign out',
  loading: 'Loading…',
  notFound: { title: 'No such page', body: 'This address leads nowhere.', back: 'To the links' },
  forbidden: {
    title: 'Not for this key',
    body: (scope: string) => `This page needs an API key with the scope “${scope}”.`,
  },
  noScope: {
    title: 'Nothing to show',
    body: 'Your API key has no scope that this page can use.',
  },
  banner: {
    databaseAway: 'The database cannot be reached. Redirects go on. Changes have to wait.',
    offline: 'This device is offline. What is shown may be old.',
    unreachable: 'The service does not answer. What is shown may be old.',
    rateLimited: (seconds: number) =>
      `Too many requests. Going on in ${many(seconds, 'second', 'seconds')}.`,
  },
};
