import { Module } from '@nestjs/common';
import { LinkCache } from './link-cache.js';

@Module({ providers: [LinkCache], exports: [LinkCache] })
export class CacheModule {}
