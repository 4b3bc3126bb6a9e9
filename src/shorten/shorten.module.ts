import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ClickModule } from '../click/click.module.js';
import { CounterModule } from '../counter/counter.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { LinkModule } from '../link/link.module.js';
import { BulkResponses } from './bulk-responses.js';
import { BulkItemParser } from './bulk-item-parser.js';
import { BulkService } from './bulk.service.js';
import { CreateLinksController } from './create-links.controller.js';
import { CreateLinkService } from './create-link.service.js';
import { DestinationConstraint } from './is-destination.js';
import { LinkResponses } from './link-responses.js';
import { LinkInserter } from './link-inserter.js';
import { LinkDrafts } from './link-draft.js';
import { LinksController } from './links.controller.js';
import { LinkReader } from './link-reader.js';
import { ReusableLinks } from './reusable-links.js';
import { UpdateLinkService } from './update-link.service.js';
import { UpsertController } from './upsert.controller.js';
import { UpsertLinkService } from './upsert-link.service.js';

@Module({
  imports: [AuthModule, ClickModule, CounterModule, IdempotencyModule, LinkModule],
  controllers: [CreateLinksController, UpsertController, LinksController],
  providers: [
    BulkResponses,
    BulkItemParser,
    BulkService,
    CreateLinkService,
    DestinationConstraint,
    LinkResponses,
    LinkInserter,
    LinkDrafts,
    LinkReader,
    ReusableLinks,
    UpdateLinkService,
    UpsertLinkService,
  ],
})
export class ShortenModule {}
