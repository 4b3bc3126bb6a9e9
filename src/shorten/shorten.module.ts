import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { CounterModule } from '../counter/counter.module.js';
import { LinkModule } from '../link/link.module.js';
import { DestinationConstraint } from './is-destination.js';
import { LinkCreation } from './link-creation.js';
import { LinksController } from './links.controller.js';
import { ReadService } from './read.service.js';
import { ShortenService } from './shorten.service.js';

@Module({
  imports: [AuthModule, LinkModule, CounterModule],
  controllers: [LinksController],
  providers: [ShortenService, LinkCreation, ReadService, DestinationConstraint],
})
export class ShortenModule {}
