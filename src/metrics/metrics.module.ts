import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ClusterModule } from '../cluster/cluster.module.js';
import { LocalCalls } from '../cluster/local-calls.js';
import { CounterModule } from '../counter/counter.module.js';
import { CounterStore } from '../counter/counter.store.js';
import { databaseIdOf } from '../counter/database-id.js';
import { MachineMetrics } from './machine-metrics.js';
import { MetricsController } from './metrics.controller.js';

@Module({
  imports: [AuthModule, ClusterModule, CounterModule],
  controllers: [MetricsController],
  providers: [MachineMetrics],
})
export class MetricsModule implements OnApplicationBootstrap {
  constructor(
    private readonly calls: LocalCalls,
    private readonly counter: CounterStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { secret } = await this.counter.read();
    await this.calls.open(databaseIdOf(secret));
  }
}
