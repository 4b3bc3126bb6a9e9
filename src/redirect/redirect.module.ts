import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module.js';
import { LinkModule } from '../link/link.module.js';
import { RedirectController } from './redirect.controller.js';

@Module({ imports: [LinkModule, CacheModule], controllers: [RedirectController] })
export class RedirectModule {}
