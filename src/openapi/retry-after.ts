import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsIn } from './operations.js';

/** Of answers that would be others a little later. */
const STATUSES = ['429', '503'];

const HEADER = {
  description: 'Seconds after which another try is worth while',
  required: true,
  schema: { type: 'integer' as const },
};

/** Every answer that asks for patience says for how much. */
export function describeRetryAfter(document: OpenAPIObject): void {
  for (const { responses } of operationsIn(document)) {
    for (const status of STATUSES) {
      const response = responses[status];
      if (response === undefined || '$ref' in response) continue;
      response.headers = { ...response.headers, 'Retry-After': HEADER };
    }
  }
}
