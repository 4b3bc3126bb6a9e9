export const problems = {
  unreachable: 'The service did not answer',
  instance: (id: string) => `Request id: ${id}`,
  insufficientScope: (scope: string) => `Your API key lacks the scope “${scope}”.`,
  retry: 'Try again',
  retryIn: (seconds: number) => `Try again in ${seconds} s`,
};
