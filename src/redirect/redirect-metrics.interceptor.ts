import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { RedirectMetrics } from './redirect.metrics.js';

/** Counts what the Nest route answers, whichever part of it writes the answer. */
@Injectable()
export class RedirectMetricsInterceptor implements NestInterceptor {
  constructor(private readonly metrics: RedirectMetrics) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const startedAtMs = this.metrics.beganAtMs(http.getRequest<Request>());
    const response = http.getResponse<Response>();
    response.once('finish', () => this.metrics.interceptor.add(response.statusCode, startedAtMs));
    return next.handle();
  }
}
