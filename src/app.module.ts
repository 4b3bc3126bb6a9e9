import { Module, type DynamicModule } from '@nestjs/common';
import { AdminModule } from './admin/admin.module.js';
import { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { Drain } from './http/drain.js';
import { HealthModule } from './health/health.module.js';
import { RedirectModule } from './redirect/redirect.module.js';
import { StatsModule } from './stats/stats.module.js';
import { ShortenModule } from './shorten/shorten.module.js';

@Module({})
export class AppModule {
  static of(config: Config): DynamicModule {
    return {
      module: AppModule,
      providers: [Drain],
      imports: [
        ConfigModule.of(config),
        DatabaseModule,
        HealthModule,
        AdminModule,
        StatsModule,
        ShortenModule,
        // Last: its route is every path of one segment, and the first route that matches wins.
        RedirectModule,
      ],
    };
  }
}
