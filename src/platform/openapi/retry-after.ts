import type { OpenAPIObject } from '@nestjs/swagger';
import { responsesOf, operationsIn } from './operations.js';

/** Of answers that would be others a little later. */
const STATUSES = new Set(['429', '503']);

const HEADER = {
  description: 'Seconds after which another try is worth while',
  required: true,
  schema: { type: 'integer' as const },
};

/** Every answer that asks for patience says for how much. */
export function describeRetryAfter(document: OpenAPIObject): void {
  for (const [status, answer] of responsesOf(operationsIn(document))) {
    if (STATUSES.has(status)) answer.headers = { ...answer.headers, 'Retry-After': HEADER };
  }
}
