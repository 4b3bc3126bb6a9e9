import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

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
export function describeRateLimits({ paths }: OpenAPIObject): void {
  for (const { get, post, put, patch, delete: remove } of Object.values(paths)) {
    for (const operation of [get, post, put, patch, remove]) {
      if (operation?.security?.length) describeAnswers(operation);
    }
  }
}

function describeAnswers({ responses }: Operation): void {
  for (const [status, response] of Object.entries(responses)) {
    if (status === '401' || response === undefined || '$ref' in response) continue;
    response.headers = { ...response.headers, ...HEADERS };
  }
}
