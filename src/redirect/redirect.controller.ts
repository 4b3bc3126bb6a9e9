import { Controller, Get, HttpCode, Param, Res, UseInterceptors } from '@nestjs/common';
import type { Response } from 'express';
import { LinkStore } from '../link/link.store.js';
import { Redirect } from '../link/redirect.js';
import { ApiFollowLink } from './redirect.openapi.js';
import { RedirectCacheInterceptor } from './redirect-cache.interceptor.js';

/** `GET` and `HEAD` of a short link. The route matches every path of one segment, so this module is imported last. */
@Controller()
export class RedirectController {
  constructor(private readonly links: LinkStore) {}

  /** The interceptor writes the response; `@Res()` keeps Nest from writing one. */
  @Get(':key')
  @HttpCode(302)
  @ApiFollowLink()
  @UseInterceptors(RedirectCacheInterceptor)
  async follow(@Param('key') key: string, @Res() _response: Response): Promise<Redirect | null> {
    const target = await this.links.findTarget(key);
    return target === null ? null : new Redirect(target);
  }
}
