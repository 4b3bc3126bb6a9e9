import { Module } from '@nestjs/common';
import { ClusterModule } from '../cluster/cluster.module.js';
import { HealthController } from './health.controller.js';
import { RobotsController } from './robots.controller.js';

@Module({
  imports: [ClusterModule],
  controllers: [HealthController, RobotsController],
})
export class HealthModule {}
