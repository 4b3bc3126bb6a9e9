export const signIn = {
  title: 'Sign in',
  lead: 'Use an API key. It is exchanged for a session and not kept in this browser.',
  apiKey: 'API key',
  remember: 'Stay signed in for 30 days',
  rememberHint: 'Otherwise the session ends after 12 hours.',
  submit: 'Sign in',
  firstKey: 'The first key is in the file',
  firstKeyPath: 'data/admin-api-key',
  firstKeyEnd: 'on the server.',
  wrongKey: 'That API key is not valid.',
  tooMany: (seconds: number) =>
    `Too many attempts. You can try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  empty: 'Enter an API key.',
  again: {
    title: 'Your session has ended',
    lead: 'Sign in again to go on. What you have entered is kept.',
  },
};
