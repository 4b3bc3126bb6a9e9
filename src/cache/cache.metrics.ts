import { Injectable } from '@nestjs/common';
import { MetricsRegistry } from '../platform/metrics/metrics-registry.js';
import { LinkCache } from './link-cache.js';

type CacheMetric = keyof ReturnType<LinkCache['metrics']>;

@Injectable()
export class CacheMetrics {
  constructor(registry: MetricsRegistry, cache: LinkCache) {
    const read = (name: CacheMetric) => () => cache.metrics()[name];
    registry.add('gauge', 'shortcore_cache_links', 'Links in memory.', read('cacheSize'));
    registry.add(
      'counter',
      'shortcore_cache_hits_total',
      'Short links answered from memory, unknown ones included.',
      read('cacheHits'),
    );
    registry.add(
      'counter',
      'shortcore_cache_misses_total',
      'Short links for which the database was asked.',
      read('cacheMisses'),
    );
    registry.add(
      'counter',
      'shortcore_cache_evictions_total',
      'Links removed from memory because it was full.',
      read('cacheEvictions'),
    );
  }
}
