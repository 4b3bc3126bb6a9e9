import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ClickModule } from '../click/click.module.js';
import { LinkModule } from '../link/link.module.js';
import { AdminStatsController } from './admin-stats.controller.js';
import { LinkCounts } from './link-counts.js';
import { LinkStatsController } from './link-stats.controller.js';
import { StatsService } from './stats.service.js';
import { TagStatsController } from './tag-stats.controller.js';
import { TagStatsService } from './tag-stats.service.js';
import { TopLinksService } from './top-links.service.js';

@Module({
  imports: [AuthModule, LinkModule, ClickModule],
  controllers: [LinkStatsController, TagStatsController, AdminStatsController],
  providers: [StatsService, TagStatsService, TopLinksService, LinkCounts],
})
export class StatsModule {}
