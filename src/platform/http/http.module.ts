import { Module } from '@nestjs/common';
import { ClientAddress } from './client-address.js';
import { GracefulShutdown } from './graceful-shutdown.js';

@Module({ providers: [ClientAddress, GracefulShutdown], exports: [ClientAddress] })
export class HttpModule {}
