import { Module } from '@nestjs/common';
import { ClusterModule } from '../cluster/cluster.module.js';
import { InstanceMetricsSources } from '../cluster/instance-metrics.js';
import { InvalidationListeners } from '../cluster/invalidation-listeners.js';
import { CounterModule } from '../counter/counter.module.js';
import { CacheMetrics } from './cache.metrics.js';
import { LinkCache } from './link-cache.js';

@Module({
  imports: [ClusterModule, CounterModule],
  providers: [CacheMetrics, LinkCache],
  exports: [LinkCache],
})
export class CacheModule {
  constructor(listeners: InvalidationListeners, metrics: InstanceMetricsSources, cache: LinkCache) {
    listeners.add(cache);
    metrics.add(cache);
  }
}
