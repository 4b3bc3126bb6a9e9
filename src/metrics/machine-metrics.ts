import { Injectable } from '@nestjs/common';
import { LocalCalls } from '../cluster/local-calls.js';
import { PeerList } from '../cluster/peer-list.js';
import type { Metric } from '../platform/metrics/metric.js';
import { MetricsRegistry } from '../platform/metrics/metrics-registry.js';
import { INSTANCE_REPORT, type InstanceReport } from './instance-report.js';
import { renderReports } from './render-reports.js';

const CALL = 'metrics';
/** An instance that does not answer must not delay the others by more than a second. */
const TIMEOUT_MS = 700;

/** The metrics of all instances of this machine. */
@Injectable()
export class MachineMetrics {
  constructor(
    private readonly registry: MetricsRegistry,
    private readonly calls: LocalCalls,
    private readonly peers: PeerList,
  ) {
    calls.handle(CALL, () => this.#report());
  }

  /** In the text format of Prometheus. Leaves out the instances that do not answer. */
  async collect(): Promise<string> {
    const { answers, silentCount } = await this.calls.askOthers(CALL, null, TIMEOUT_MS);
    const others = answers.flatMap((answer) => INSTANCE_REPORT.safeParse(answer).data ?? []);
    const invalidCount = answers.length - others.length;
    const own = await this.#report();
    const ofScrape = describeScrape(1 + others.length, silentCount + invalidCount);
    return renderReports([{ ...own, metrics: [...ofScrape, ...own.metrics] }, ...others]);
  }

  async #report(): Promise<InstanceReport> {
    return { instance: this.peers.selfId, metrics: await this.registry.collect() };
  }
}

function describeScrape(answeredCount: number, silentCount: number): Metric[] {
  return [
    gauge(
      'shortcore_instances',
      'Instances of this machine that are in this answer.',
      answeredCount,
    ),
    gauge('shortcore_instances_silent', 'Instances that did not answer in time.', silentCount),
  ];
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: 'gauge', values: [{ labels: {}, value }] };
}
