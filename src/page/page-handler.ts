import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { Problem } from '../platform/errors/problem.js';
import { matchesEtag } from '../platform/http/etag.js';
import type { Coding, PageFile, PageFiles } from './page-files.js';

export const PAGE_PATH = '/admin';

/** Nothing but files of this service, and no text that becomes a script. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const protect = helmet({
  contentSecurityPolicy: false,
  // Only the load balancer knows whether the host is reached by TLS only.
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
});

type Handler = (request: Request, response: Response, next: NextFunction) => void;

/** Answers requests below `PAGE_PATH` from memory. Paths are looked up as they are, so none leads out of the page. */
export function createPageHandler(files: PageFiles): Handler {
  return (request, response, next) => {
    protect(request, response, () => {
      response.set({ 'Content-Security-Policy': PAGE_POLICY, 'X-Robots-Tag': 'noindex' });
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        next(new Problem('method-not-allowed', { headers: { Allow: 'GET, HEAD' } }));
        return;
      }
      const file = files.get(request.path.slice(1));
      if (isWithoutSlash(request)) redirectToSlash(request, response);
      else if (file === undefined) next();
      else send(file, request, response);
    });
  };
}

/** Express has taken `PAGE_PATH` off `path`. */
function isWithoutSlash({ path, originalUrl }: Request): boolean {
  return path === '/' && originalUrl.split('?', 1)[0]?.endsWith(PAGE_PATH) === true;
}

/** A relative target, which is right below the path prefix of a proxy too. */
function redirectToSlash({ originalUrl }: Request, response: Response): void {
  const queryAt = originalUrl.indexOf('?');
  const query = queryAt === -1 ? '' : originalUrl.slice(queryAt);
  const location = `${PAGE_PATH.slice(1)}/${query}`;
  response.writeHead(302, { Location: location, 'Cache-Control': 'no-cache', 'Content-Length': 0 });
  response.end();
}

function send(file: PageFile, request: Request, response: Response): void {
  const coding = chooseCoding(file, request);
  response.set({
    'Cache-Control': file.cacheControl,
    ETag: tagFor(file.etag, coding),
    Vary: 'Accept-Encoding',
  });
  if (matchesEtag(request.get('If-None-Match'), file.etag)) {
    response.status(304).end();
    return;
  }
  const body = file.bodies[coding] ?? file.bodies.identity;
  response.set({ 'Content-Type': file.mediaType, 'Content-Length': String(body.length) });
  if (coding !== 'identity') response.set('Content-Encoding', coding);
  response.end(request.method === 'HEAD' ? undefined : body);
}

function chooseCoding({ bodies }: PageFile, request: Request): Coding {
  const codings = ['br', 'gzip'] as const;
  return (
    codings.find((coding) => bodies[coding] && request.acceptsEncodings(coding) === coding) ??
    'identity'
  );
}

/** Each form has a strong tag of its own (RFC 9110, 8.8.3.3). */
function tagFor(etag: string, coding: Coding): string {
  return coding === 'identity' ? etag : etag.replace(/"$/, `-${coding}"`);
}
