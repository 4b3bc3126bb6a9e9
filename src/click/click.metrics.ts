import { Injectable } from '@nestjs/common';
import { MetricsRegistry } from '../platform/metrics/metrics-registry.js';
import { ClickRecorder } from './click-recorder.js';
import { JournalWorker } from './journal-worker.js';
import { JournalWriter } from './journal/journal-writer.js';

const MS_PER_SECOND = 1000;

@Injectable()
export class ClickMetrics {
  constructor(
    registry: MetricsRegistry,
    recorder: ClickRecorder,
    writer: JournalWriter,
    worker: JournalWorker,
  ) {
    registry.add(
      'counter',
      'shortcore_clicks_recorded_total',
      'Recorded clicks.',
      () => recorder.recordedCount,
    );
    registry.add(
      'gauge',
      'shortcore_clicks_pending',
      'Recorded clicks that are not in the statistics yet.',
      () => writer.pendingCount,
    );
    registry.add(
      'counter',
      'shortcore_clicks_lost_total',
      'Recorded clicks that could not be kept.',
      () => writer.lostCount,
    );
    registry.add(
      'gauge',
      'shortcore_journals_pending',
      'Click journals that are not in the statistics yet, those taken over from ended instances included.',
      () => worker.pendingJournalCount,
    );
    registry.add(
      'gauge',
      'shortcore_journal_age_seconds',
      'Time since all click journals were in the statistics. No click has waited longer.',
      () => worker.journalAgeMs / MS_PER_SECOND,
    );
  }
}
