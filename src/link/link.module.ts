import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClusterModule } from '../cluster/cluster.module.js';
import { DestinationPolicy } from './destination-policy.js';
import { FallbackUrls } from './fallback-urls.js';
import { LinkBulkStore } from './link-bulk.store.js';
import { LinkExternalId } from './link-external-id.entity.js';
import { LinkTag } from './link-tag.entity.js';
import { Link } from './link.entity.js';
import { LinkStore } from './link.store.js';
import { ReportedLinks } from './reported-links.js';
import { TagStore } from './tag.store.js';

@Module({
  imports: [ClusterModule, TypeOrmModule.forFeature([Link, LinkTag, LinkExternalId])],
  providers: [LinkBulkStore, LinkStore, TagStore, ReportedLinks, DestinationPolicy, FallbackUrls],
  exports: [LinkBulkStore, LinkStore, TagStore, ReportedLinks, DestinationPolicy, FallbackUrls],
})
export class LinkModule {}
