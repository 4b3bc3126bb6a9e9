import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { isOfApi } from './cache-control.js';
import { allowedMethods } from './allowed-methods.js';
import { requestIdOf } from '../logging/request-id.js';
import { toProblem } from '../errors/to-problem.js';
import { Problem } from '../errors/problem.js';
import { PROBLEM_PAGE_POLICY, problemPage } from './problem-page.js';
import { PROBLEM_MEDIA_TYPE } from '../errors/problems.js';
import { beginProblem, writeProblem } from './write-problem.js';

/** Converts every error of a request to an HTTP response. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = withAllowedMethods(toProblem(error), request);
    if (problem.status >= 500) {
      this.#logger.error(problem.cause ?? problem, { requestId: requestIdOf(request) });
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    answer(problem, request, response);
  }
}

function answer(problem: Problem, request: Request, response: Response): void {
  const isForVisitor = isOfVisitor(problem, request);
  if (isForVisitor) response.vary('Accept');
  if (!isForVisitor || !wantsPage(request)) {
    writeProblem(problem, request, response);
    return;
  }
  beginProblem(problem, request, response);
  response.set('Content-Security-Policy', PROBLEM_PAGE_POLICY);
  response.type('html').send(problemPage(problem.status, problem.title));
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
