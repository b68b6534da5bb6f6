import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { ParkedWork } from '../zoom';
import { ParkingStore } from './parking.store';

/** Lets reps and admins see how many links wait for the next day, and how many deletions. */
@Injectable()
export class CountParked implements OnModuleInit {
  constructor(
    private readonly parked: ParkedWork,
    private readonly store: ParkingStore,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.parked.register((userIds) => this.store.waitingOf(userIds, this.clock.now()));
  }
}
