import helmet from 'helmet';
import type { RequestHandler } from 'express';

/** For answers that are data: nothing in them is ever to be run, shown in a frame or loaded from. */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // Whether this host is reached by TLS, and only so, is for the load balancer to say.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
}
