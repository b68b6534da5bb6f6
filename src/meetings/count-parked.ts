import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { ParkedWork } from '../zoom';
import { MeetingStore } from './meeting.store';

/** Lets a rep see how many of their links wait for the next day. */
@Injectable()
export class CountParked implements OnModuleInit {
  constructor(
    private readonly parked: ParkedWork,
    private readonly store: MeetingStore,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.parked.register((userId) => this.store.parked(userId, this.clock.now()));
  }
}
