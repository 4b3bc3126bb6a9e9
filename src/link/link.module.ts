import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DestinationPolicy } from './destination-policy.js';
import { LinkExternalId } from './link-external-id.entity.js';
import { LinkTag } from './link-tag.entity.js';
import { Link } from './link.entity.js';
import { LinkStore } from './link.store.js';

@Module({
  imports: [TypeOrmModule.forFeature([Link, LinkTag, LinkExternalId])],
  providers: [LinkStore, DestinationPolicy],
  exports: [LinkStore, DestinationPolicy],
})
export class LinkModule {}
