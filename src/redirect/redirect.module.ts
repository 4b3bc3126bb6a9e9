import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module.js';
import { ClickModule } from '../click/click.module.js';
import { LinkModule } from '../link/link.module.js';
import { HomeController } from './home.controller.js';
import { PreviewController } from './preview.controller.js';
import { PreviewService } from './preview.service.js';
import { RedirectFastPath } from './redirect-fast-path.js';
import { RedirectMetrics } from './redirect.metrics.js';
import { UncachedRedirects } from './uncached-redirects.js';
import { RedirectController } from './redirect.controller.js';

@Module({
  imports: [LinkModule, CacheModule, ClickModule],
  controllers: [HomeController, PreviewController, RedirectController],
  providers: [PreviewService, RedirectFastPath, RedirectMetrics, UncachedRedirects],
})
export class RedirectModule {}
