import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module.js';
import { ClickModule } from '../click/click.module.js';
import { LinkModule } from '../link/link.module.js';
import { FrontDoor } from './front-door.js';
import { RedirectController } from './redirect.controller.js';

@Module({
  imports: [LinkModule, CacheModule, ClickModule],
  controllers: [RedirectController],
  providers: [FrontDoor],
})
export class RedirectModule {}
