import helmet from 'helmet';
import type { RequestHandler } from 'express';

/** For responses that are data: forbids scripts, frames and subresources. */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // Only the load balancer knows whether the host is reached by TLS only.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
}
