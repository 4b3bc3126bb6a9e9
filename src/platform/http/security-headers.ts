import helmet from 'helmet';
import type { RequestHandler } from 'express';

/** For answers that are data: they never run, appear in a frame or load anything. */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // The load balancer decides whether this host is reached by TLS only.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
}
