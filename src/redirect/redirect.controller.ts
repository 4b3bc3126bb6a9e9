import { Controller, Get, HttpCode, Param, Res, UseInterceptors } from '@nestjs/common';
import type { Response } from 'express';
import type { Redirect } from '../link/redirect.js';
import { ApiFollowLink } from './redirect.openapi.js';
import { RedirectCacheInterceptor } from './redirect-cache.interceptor.js';
import { RedirectMetricsInterceptor } from './redirect-metrics.interceptor.js';
import { UncachedRedirects } from './uncached-redirects.js';

/** `GET` and `HEAD` of a short link. The route matches every path of one segment, so this module is imported last. */
@Controller()
export class RedirectController {
  constructor(private readonly redirects: UncachedRedirects) {}

  /** The interceptor writes the response; `@Res()` keeps Nest from writing one. */
  @Get(':key')
  @HttpCode(302)
  @ApiFollowLink()
  @UseInterceptors(RedirectMetricsInterceptor, RedirectCacheInterceptor)
  follow(@Param('key') key: string, @Res() _response: Response): Promise<Redirect | null> {
    return this.redirects.load(key);
  }
}
