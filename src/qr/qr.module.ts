import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { LinkModule } from '../link/link.module.js';
import { QrController } from './qr.controller.js';

@Module({ imports: [AuthModule, LinkModule], controllers: [QrController] })
export class QrModule {}
