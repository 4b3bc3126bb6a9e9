import { Module } from '@nestjs/common';
import { ApiMetrics } from './api-metrics.js';
import { ClientAddress } from './client-address.js';
import { GracefulShutdown } from './graceful-shutdown.js';

@Module({
  providers: [ApiMetrics, ClientAddress, GracefulShutdown],
  exports: [ApiMetrics, ClientAddress],
})
export class HttpModule {}
