import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { RobotsController } from './robots.controller.js';

@Module({ controllers: [HealthController, RobotsController] })
export class HealthModule {}
