import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../config/config.js';
import { connectionOptions } from './connection-options.js';
import { SystemClock } from '../background/clock.js';
import { Database, DEDICATED_POOL_SIZE } from './database.js';
import { DatabaseClock } from './database-clock.js';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Config],
      useFactory: async (config: Config) => ({
        ...(await connectionOptions(config.database, {
          poolSize: config.databasePoolSize - DEDICATED_POOL_SIZE,
        })),
        autoLoadEntities: true,
        // PM2 restarts an instance that could not start.
        toRetry: () => false,
      }),
    }),
  ],
  providers: [
    Database,
    {
      provide: DatabaseClock,
      inject: [Database],
      useFactory: (database: Database) =>
        new DatabaseClock(database, new SystemClock(), () => Date.now()),
    },
  ],
  exports: [Database, DatabaseClock],
})
export class DatabaseModule {}
