import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module.js';
import { ClickModule } from '../click/click.module.js';
import { LinkModule } from '../link/link.module.js';
import { RedirectFastPath } from './redirect-fast-path.js';
import { UncachedRedirects } from './uncached-redirects.js';
import { RedirectController } from './redirect.controller.js';

@Module({
  imports: [LinkModule, CacheModule, ClickModule],
  controllers: [RedirectController],
  providers: [RedirectFastPath, UncachedRedirects],
})
export class RedirectModule {}
