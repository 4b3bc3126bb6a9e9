import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { REDIRECT_STATUSES } from '../link/link.entity.js';
import { DurationHistogram } from '../platform/metrics/duration-histogram.js';
import type { Sample } from '../platform/metrics/metric.js';
import { MetricsRegistry } from '../platform/metrics/metrics-registry.js';

/** From a redirect of the fast path to a database that does not respond. */
const BOUNDS_MS = [
  0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000,
];
const MAX_STATUS = 599;
const DURATION = 'shortcore_redirect_duration_seconds';

/** The answers for short links by one path through the program. */
class AnswerCounts {
  readonly #countByStatus = new Float64Array(MAX_STATUS + 1);
  readonly #durations = new DurationHistogram(BOUNDS_MS);

  /** @param usualStatuses have series from the start, so that the first answer is an increase. */
  constructor(
    private readonly path: string,
    private readonly usualStatuses: readonly number[],
  ) {}

  add(status: number, startedAtMs: number): void {
    this.#countByStatus[status] = (this.#countByStatus[status] ?? 0) + 1;
    this.#durations.observe(performance.now() - startedAtMs);
  }

  totals(): Sample[] {
    return [...this.#countByStatus].flatMap((value, status) =>
      value > 0 || this.usualStatuses.includes(status)
        ? [{ labels: { status, path: this.path }, value }]
        : [],
    );
  }

  durations(): Sample[] {
    return this.#durations.samples(DURATION, { path: this.path });
  }
}

/** Counts the answers for short links, dead ones included. */
@Injectable()
export class RedirectMetrics {
  readonly fastPath = new AnswerCounts('fast_path', REDIRECT_STATUSES);
  readonly database = new AnswerCounts('database', REDIRECT_STATUSES);
  readonly interceptor = new AnswerCounts('interceptor', [
    ...REDIRECT_STATUSES,
    404,
    410,
    500,
    503,
  ]);
  readonly #startedAtMs = new WeakMap<IncomingMessage, number>();

  constructor(registry: MetricsRegistry) {
    const paths = [this.fastPath, this.interceptor, this.database];
    registry.add('counter', 'shortcore_redirects_total', 'Answers for short links.', () =>
      paths.flatMap((path) => path.totals()),
    );
    registry.add('histogram', DURATION, 'Time from the head of a request to its answer.', () =>
      paths.flatMap((path) => path.durations()),
    );
  }

  /** Keeps the time at which a request began that another path will answer. */
  begin(request: IncomingMessage, startedAtMs: number): void {
    this.#startedAtMs.set(request, startedAtMs);
  }

  beganAtMs(request: IncomingMessage): number {
    return this.#startedAtMs.get(request) ?? performance.now();
  }
}
