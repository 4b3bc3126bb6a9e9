import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JobScheduler } from '../jobs/job-scheduler.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ClusterModule } from '../cluster/cluster.module.js';
import { InstanceMetricsSources } from '../cluster/instance-metrics.js';
import { CounterModule } from '../counter/counter.module.js';
import { HttpModule } from '../platform/http/http.module.js';
import { JournalWorker } from './journal-worker.js';
import { ClickLossReporter } from './click-loss-reporter.js';
import { ClickRecorder } from './click-recorder.js';
import { JournalProcessor } from './journal-processor.js';
import { JournalDirectory } from './journal/journal-directory.js';
import { JournalWriter } from './journal/journal-writer.js';
import { OrphanedJournals } from './journal/orphaned-journals.js';
import { VisitEncoder } from './journal/visit-encoder.js';
import { LinkClicks } from './link-clicks.entity.js';
import { LinkClicksStore } from './link-clicks.store.js';
import { ClickLimit } from './click-limit.js';
import { BreakdownCache } from './rollup/breakdown-cache.js';
import { ClickDayStore } from './rollup/click-day.store.js';
import { ClickDay } from './rollup/click-day.entity.js';
import { ProcessedJournal } from './rollup/processed-journal.entity.js';
import { ClickRetentionStore } from './rollup/click-retention.store.js';
import { RollUpStore } from './rollup/roll-up.store.js';
import { DailyTopLinks, TopLinksStore } from './rollup/top-links.store.js';
import { ClickMetrics } from './click.metrics.js';
import { ClickMaintenanceJob } from './click-maintenance.job.js';
import { VisitDescriber } from './visit/visit-describer.js';
import { VisitorSalt } from './visit/visitor-salt.entity.js';
import { VisitorSalts } from './visit/visitor-salts.js';

@Module({
  imports: [
    ClusterModule,
    JobsModule,
    CounterModule,
    HttpModule,
    TypeOrmModule.forFeature([ClickDay, LinkClicks, ProcessedJournal, VisitorSalt]),
  ],
  providers: [
    BreakdownCache,
    ClickDayStore,
    ClickLimit,
    ClickLossReporter,
    ClickMaintenanceJob,
    ClickMetrics,
    ClickRecorder,
    ClickRetentionStore,
    DailyTopLinks,
    JournalDirectory,
    JournalProcessor,
    JournalWorker,
    JournalWriter,
    LinkClicksStore,
    OrphanedJournals,
    RollUpStore,
    TopLinksStore,
    VisitDescriber,
    VisitEncoder,
    VisitorSalts,
  ],
  exports: [
    BreakdownCache,
    ClickDayStore,
    ClickLimit,
    ClickRecorder,
    JournalWriter,
    LinkClicksStore,
    TopLinksStore,
  ],
})
export class ClickModule {
  constructor(
    metrics: InstanceMetricsSources,
    worker: JournalWorker,
    scheduler: JobScheduler,
    maintenance: ClickMaintenanceJob,
  ) {
    metrics.add(worker);
    scheduler.add(maintenance);
  }
}
