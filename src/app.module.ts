import { Module, type DynamicModule } from '@nestjs/common';
import { AdminModule } from './admin/admin.module.js';
import { Config } from './platform/config/config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { HttpModule } from './platform/http/http.module.js';
import { HealthModule } from './health/health.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { MetricsRegistryModule } from './platform/metrics/metrics-registry.module.js';
import { QrModule } from './qr/qr.module.js';
import { RedirectModule } from './redirect/redirect.module.js';
import { SessionModule } from './session/session.module.js';
import { StatsModule } from './stats/stats.module.js';
import { TagsModule } from './tags/tags.module.js';
import { ShortenModule } from './shorten/shorten.module.js';

@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule,
        HttpModule,
        MetricsRegistryModule,
        HealthModule,
        MetricsModule,
        AdminModule,
        SessionModule,
        StatsModule,
        ShortenModule,
        QrModule,
        TagsModule,
        // Last, because its route matches every path of one segment and the first match wins.
        RedirectModule,
      ],
    };
  }
}
