import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { DurationHistogram } from '../metrics/duration-histogram.js';
import { MetricsRegistry } from '../metrics/metrics-registry.js';

const BOUNDS_MS = [2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];
/** The label of all paths without a route, which clients can invent. */
const UNKNOWN_ROUTE = 'unknown';
const DURATION = 'shortcore_api_request_duration_seconds';

/** Counts the requests of the API by route. Requests that their client gave up have no status, and do not count. */
@Injectable()
export class ApiMetrics {
  readonly #routes = new Map<string, RouteMetrics>();

  constructor(registry: MetricsRegistry) {
    registry.add('counter', 'shortcore_api_requests_total', 'Answered API requests.', () =>
      [...this.#routes].flatMap(([route, { countByStatus }]) =>
        [...countByStatus].map(([status, value]) => ({ labels: { route, status }, value })),
      ),
    );
    registry.add('histogram', DURATION, 'Time from the head of an API request to its answer.', () =>
      [...this.#routes].flatMap(([route, { durations }]) => durations.samples(DURATION, { route })),
    );
  }

  readonly watch = (request: Request, response: Response, next: NextFunction): void => {
    const startedAtMs = performance.now();
    response.once('finish', () => {
      const metrics = this.#metricsOf(routeOf(request));
      const { countByStatus, durations } = metrics;
      countByStatus.set(response.statusCode, (countByStatus.get(response.statusCode) ?? 0) + 1);
      durations.observe(performance.now() - startedAtMs);
    });
    next();
  };

  #metricsOf(route: string): RouteMetrics {
    let metrics = this.#routes.get(route);
    if (metrics === undefined) {
      // From the first request on, so that the first failure of a route is an increase.
      const countByStatus = new Map([500, 503].map((status) => [status, 0]));
      metrics = { countByStatus, durations: new DurationHistogram(BOUNDS_MS) };
      this.#routes.set(route, metrics);
    }
    return metrics;
  }
}

interface RouteMetrics {
  readonly countByStatus: Map<number, number>;
  readonly durations: DurationHistogram;
}

/** The pattern of the route, such as `/api/v1/links/:key`. */
function routeOf(request: Request): string {
  const { route } = request as { route?: { path: string } };
  return route?.path ?? UNKNOWN_ROUTE;
}
