import { Injectable } from '@nestjs/common';
import { LinkCache } from '../cache/link-cache.js';
import { ClickLimit, isLimited } from '../click/click-limit.js';
import { toShortUrl } from '../link/short-url.js';
import { Config } from '../platform/config/config.js';
import { Problem } from '../platform/errors/problem.js';
import { findRedirect } from './find-redirect.js';
import { UncachedRedirects } from './uncached-redirects.js';

/** Where a link leads. */
export interface Preview {
  readonly key: string;
  readonly shortUrl: string;
  /** Empty if only those who open the link may see the destination. */
  readonly destinations: readonly string[];
  readonly isLimited: boolean;
}

/** Looks at links as redirects do, from memory, and counts no click. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly config: Config,
    private readonly cache: LinkCache,
    private readonly uncached: UncachedRedirects,
    private readonly limit: ClickLimit,
  ) {}

  /** @param text any spelling of the key. @throws Problem `link-not-found`, `link-gone`. */
  async get(text: string): Promise<Preview> {
    if (!this.config.linkPreview) throw new Problem('link-not-found');
    const redirect = await findRedirect(this.cache, text, this.uncached);
    if (redirect === null) throw new Problem('link-not-found');
    const problem = redirect.problem();
    if (problem !== undefined) throw new Problem(problem);
    if (isLimited(redirect) && !(await this.limit.wouldAdmit(redirect))) {
      throw new Problem('link-gone');
    }
    const isHidden = isLimited(redirect);
    return {
      key: redirect.key,
      shortUrl: toShortUrl(this.config.publicUrl, redirect.key),
      // Or a link for one visitor could be read any number of times.
      destinations: isHidden ? [] : [redirect.url],
      isLimited: isHidden,
    };
  }
}
