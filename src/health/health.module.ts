import { Module } from '@nestjs/common';
import { ClusterModule } from '../cluster/cluster.module.js';
import { ClickModule } from '../click/click.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { HealthController } from './health.controller.js';
import { RobotsController } from './robots.controller.js';

@Module({
  imports: [ClickModule, ClusterModule, JobsModule],
  controllers: [HealthController, RobotsController],
})
export class HealthModule {}
