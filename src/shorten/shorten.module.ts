import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ClickModule } from '../click/click.module.js';
import { ClusterModule } from '../cluster/cluster.module.js';
import { CounterModule } from '../counter/counter.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { LinkModule } from '../link/link.module.js';
import { BulkEditController } from './bulk-edit.controller.js';
import { BulkEditService } from './bulk-edit.service.js';
import { BulkCreateService } from './bulk-create.service.js';
import { CreateLinkService } from './create-link.service.js';
import { CreateLinksController } from './create-links.controller.js';
import { LinkDetails } from './link-details.js';
import { LinkInserter } from './link-inserter.js';
import { LinkReader } from './link-reader.js';
import { LinkResponses } from './link-responses.js';
import { DestinationConstraint } from './link-validators.js';
import { LinksController } from './links.controller.js';
import { UpdateLinkService } from './update-link.service.js';
import { UpsertLinkService } from './upsert-link.service.js';

@Module({
  imports: [AuthModule, ClickModule, ClusterModule, CounterModule, IdempotencyModule, LinkModule],
  controllers: [CreateLinksController, BulkEditController, LinksController],
  providers: [
    BulkCreateService,
    BulkEditService,
    CreateLinkService,
    DestinationConstraint,
    LinkDetails,
    LinkInserter,
    LinkReader,
    LinkResponses,
    UpdateLinkService,
    UpsertLinkService,
  ],
})
export class ShortenModule {}
