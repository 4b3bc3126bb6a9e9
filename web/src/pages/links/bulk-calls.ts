import type { components } from '../../api/api-types.js';
import { api, take } from '../../api/client.js';
import { newIdempotencyKey } from '../../api/idempotency-key.js';
import type { ProblemDocument } from '../../api/problem.js';

export type LinkChange = components['schemas']['LinkChangeDto'];

/** What a call takes at most. */
const MAX_KEYS = 1000;

export interface BulkOutcome {
  readonly doneCount: number;
  readonly failures: readonly { readonly key: string; readonly problem: ProblemDocument }[];
  readonly durationMs: number;
}

interface Result {
  readonly key: string;
  readonly problem?: ProblemDocument;
}

type Report = (done: number) => void;

/** @throws ApiError, after which some of the links may have been changed. */
export function changeLinks(
  keys: readonly string[],
  change: LinkChange,
  report: Report,
): Promise<BulkOutcome> {
  return inChunks(keys, report, async (chunk) => {
    const header = { 'Idempotency-Key': newIdempotencyKey() };
    const call = api.POST('/api/v1/links/bulk-change', {
      params: { header },
      body: { keys: chunk, change },
    });
    return (await take(call)).results;
  });
}

/** @throws ApiError, after which some of the links may have been deleted. */
export function deleteLinks(keys: readonly string[], report: Report): Promise<BulkOutcome> {
  return inChunks(keys, report, async (chunk) => {
    const call = api.POST('/api/v1/links/bulk-delete', { body: { keys: chunk } });
    return (await take(call)).results;
  });
}

async function inChunks(
  keys: readonly string[],
  report: Report,
  call: (chunk: string[]) => Promise<readonly Result[]>,
): Promise<BulkOutcome> {
  const start = performance.now();
  const results: Result[] = [];
  for (let at = 0; at < keys.length; at += MAX_KEYS) {
    results.push(...(await call(keys.slice(at, at + MAX_KEYS))));
    report(results.length);
  }
  const failures = results.flatMap(({ key, problem }) =>
    problem === undefined ? [] : [{ key, problem }],
  );
  return {
    failures,
    doneCount: results.length - failures.length,
    durationMs: performance.now() - start,
  };
}
