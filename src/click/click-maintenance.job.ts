import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { JobScheduler, type ScheduledJob } from '../jobs/job-scheduler.js';
import { logErrors } from '../platform/background/log-errors.js';
import { ClickRetention } from './click-retention.js';
import { VisitorSalts } from './visit/visitor-salts.js';

const LOOK_EVERY_MS = 60_000;

/** What is to be done now and then: salts made and thrown away by each instance, old clicks removed by one of them. */
@Injectable()
export class ClickMaintenanceJob
  implements ScheduledJob, OnApplicationBootstrap, OnApplicationShutdown
{
  readonly name = 'click-maintenance';
  readonly #logger = new Logger(ClickMaintenanceJob.name);
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly salts: VisitorSalts,
    private readonly retention: ClickRetention,
    scheduler: JobScheduler,
  ) {
    scheduler.add(this);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.salts.refresh(Date.now());
    const refresh = () => logErrors(this.#logger, () => this.salts.refresh(Date.now()));
    this.#timer = setInterval(() => void refresh(), LOOK_EVERY_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  async run(nowMs: number): Promise<void> {
    await this.salts.deleteExpired(nowMs);
    await this.retention.run(nowMs);
  }

  stop(): void {
    this.retention.stop();
  }
}
