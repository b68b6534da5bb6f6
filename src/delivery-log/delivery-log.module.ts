import { Module } from '@nestjs/common';
import { MessagingModule } from '../messaging';
import { DeliveryLogController } from './delivery-log.controller';

@Module({ imports: [MessagingModule], controllers: [DeliveryLogController] })
export class DeliveryLogModule {}
