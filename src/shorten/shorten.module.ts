import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { CounterModule } from '../counter/counter.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { LinkModule } from '../link/link.module.js';
import { BulkAnswers } from './bulk-answers.js';
import { BulkItems } from './bulk-item.js';
import { BulkService } from './bulk.service.js';
import { CreationController } from './creation.controller.js';
import { CreationService } from './creation.service.js';
import { DestinationConstraint } from './is-destination.js';
import { LinkAnswers } from './link-answers.js';
import { LinkCreation } from './link-creation.js';
import { LinkDrafts } from './link-drafts.js';
import { LinksController } from './links.controller.js';
import { ReadService } from './read.service.js';
import { Reuse } from './reuse.js';
import { ShortenService } from './shorten.service.js';
import { UpsertController } from './upsert.controller.js';
import { UpsertService } from './upsert.service.js';

@Module({
  imports: [AuthModule, CounterModule, IdempotencyModule, LinkModule],
  controllers: [CreationController, UpsertController, LinksController],
  providers: [
    BulkAnswers,
    BulkItems,
    BulkService,
    CreationService,
    DestinationConstraint,
    LinkAnswers,
    LinkCreation,
    LinkDrafts,
    ReadService,
    Reuse,
    ShortenService,
    UpsertService,
  ],
})
export class ShortenModule {}
