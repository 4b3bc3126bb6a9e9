import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ClusterModule } from '../cluster/cluster.module.js';
import { ApiKeysController } from './api-keys.controller.js';
import { InstancesController } from './instances.controller.js';

@Module({
  imports: [AuthModule, ClusterModule],
  controllers: [InstancesController, ApiKeysController],
})
export class AdminModule {}
