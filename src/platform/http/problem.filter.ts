import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { isOfApi, NOT_STORED } from './cache-control.js';
import { allowedMethods } from './allowed-methods.js';
import { requestIdOf } from '../logging/request-id.js';
import { toProblem } from '../errors/to-problem.js';
import { isUnavailable, Problem } from '../errors/problem.js';
import { problemPage } from './problem-page.js';
import { PROBLEM_MEDIA_TYPE } from '../errors/problems.js';
import { sendPage } from './visitor-page.js';
import { beginProblem, writeProblem } from './write-problem.js';

/** In an outage every redirect that is not in memory fails for the same reason. */
const LOG_OUTAGE_EVERY_MS = 10_000;

interface VisitorOptions {
  readonly publicUrl: string;
  /** Where browsers are sent instead of the page for an unknown link. */
  readonly notFoundUrl: string | undefined;
}

/** Converts every error of a request to an HTTP response. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger(ProblemFilter.name);
  #outageLoggedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: VisitorOptions) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = withAllowedMethods(toProblem(error), request);
    if (problem.status >= 500 && this.#isToBeLogged(problem, request)) {
      this.#logger.error(problem.cause ?? problem, { requestId: requestIdOf(request) });
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    this.#answer(problem, request, response);
  }

  /** Each failed request of the API is logged, but not each redirect. */
  #isToBeLogged(problem: Problem, { originalUrl }: Request): boolean {
    if (!isUnavailable(problem) || isOfApi(originalUrl)) return true;
    const nowMs = performance.now();
    if (nowMs - this.#outageLoggedAtMs < LOG_OUTAGE_EVERY_MS) return false;
    this.#outageLoggedAtMs = nowMs;
    return true;
  }

  #answer(problem: Problem, request: Request, response: Response): void {
    const isForVisitor = isOfVisitor(problem, request);
    if (isForVisitor) response.vary('Accept');
    if (!isForVisitor || !wantsPage(request)) {
      writeProblem(problem, request, response);
      return;
    }
    const { publicUrl, notFoundUrl } = this.options;
    if (problem.code === 'link-not-found' && notFoundUrl !== undefined) {
      redirect(response, notFoundUrl);
      return;
    }
    beginProblem(problem, request, response);
    sendPage(response, problemPage(problem), publicUrl);
  }
}

function redirect(response: Response, url: string): void {
  // Express would add a body, and could change the URL.
  response
    .writeHead(302, { Location: url, 'Cache-Control': NOT_STORED, 'Content-Length': 0 })
    .end();
}

/** A 404 or 410 outside the API is a page for clients that prefer HTML. */
function isOfVisitor({ status }: Problem, { originalUrl }: Request): boolean {
  return (status === 404 || status === 410) && !isOfApi(originalUrl);
}

function wantsPage(request: Request): boolean {
  return request.accepts([PROBLEM_MEDIA_TYPE, 'application/json', 'html']) === 'html';
}

/** A path that has a route for another method is 405 with `Allow` (RFC 9110, 15.5.6). */
function withAllowedMethods(problem: Problem, request: Request): Problem {
  if (problem.code !== 'not-found') return problem;
  const methods = allowedMethods(request.app, request.path);
  if (methods.length === 0 || methods.includes(request.method)) return problem;
  return new Problem('method-not-allowed', { headers: { Allow: methods.join(', ') } });
}
