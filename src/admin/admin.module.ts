import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ClusterModule } from '../cluster/cluster.module.js';
import { InstancesController } from './instances.controller.js';

@Module({ imports: [AuthModule, ClusterModule], controllers: [InstancesController] })
export class AdminModule {}
