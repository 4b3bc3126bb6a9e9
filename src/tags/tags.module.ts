import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ClusterModule } from '../cluster/cluster.module.js';
import { LinkModule } from '../link/link.module.js';
import { TagsController } from './tags.controller.js';
import { TagsService } from './tags.service.js';

@Module({
  imports: [AuthModule, ClusterModule, LinkModule],
  controllers: [TagsController],
  providers: [TagsService],
})
export class TagsModule {}
