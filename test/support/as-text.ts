import type { Test } from 'supertest';

/** Has the body be the text, which it would not be of CSV. */
export function asText(test: Test): Test {
  return test.buffer(true).parse((response, done) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => (text += chunk));
    response.on('end', () => done(null, text));
  });
}
