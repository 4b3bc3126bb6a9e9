import type { OpenAPIObject } from '@nestjs/swagger';
import { responsesOf, operationsIn } from './operations.js';

/** There are none if the limit is switched off. */
const HEADERS = {
  'RateLimit-Limit': header('How many requests the API key may send in a minute'),
  'RateLimit-Remaining': header('How many of them are left, as far as this instance knows'),
  'RateLimit-Reset': header('Seconds until the next minute'),
};

function header(description: string) {
  return { description, required: false, schema: { type: 'integer' as const } };
}

/** Every answer to a call that was let in says where its key stands. */
export function describeRateLimits(document: OpenAPIObject): void {
  const guarded = operationsIn(document).filter(({ security }) => security?.length);
  for (const [status, answer] of responsesOf(guarded)) {
    if (status !== '401') answer.headers = { ...answer.headers, ...HEADERS };
  }
}
