import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CalendarsModule } from '../calendars';
import { IdentityModule } from '../identity';
import { BlockEntity } from './block.entity';
import { BlockStore } from './block.store';
import { Blocks } from './blocks';
import { BlocksController } from './blocks.controller';
import { BusyTimes } from './busy-times';
import { BusyTimesStore } from './busy-times.store';
import { ForgetBusyTimes } from './on-end-membership';

@Module({
  imports: [TypeOrmModule.forFeature([BlockEntity]), IdentityModule, CalendarsModule],
  controllers: [BlocksController],
  providers: [BlockStore, Blocks, BusyTimesStore, BusyTimes, ForgetBusyTimes],
  exports: [BusyTimes],
})
export class BusyTimesModule {}
