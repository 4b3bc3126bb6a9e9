import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JobLock } from './job-lock.js';
import { JobScheduler } from './job-scheduler.js';
import { Job } from './job.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([Job])],
  providers: [JobLock, JobScheduler],
  exports: [JobScheduler],
})
export class JobsModule {}
