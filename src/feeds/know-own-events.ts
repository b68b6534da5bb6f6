import { Injectable, OnModuleInit } from '@nestjs/common';
import { HostedAppointments } from '../appointments';
import { OwnEvents } from '../busy-times';

/** Lets busy feeds leave out the appointments that came to them from here, by invitation or by the private feed. */
@Injectable()
export class KnowOwnEvents implements OnModuleInit {
  constructor(
    private readonly own: OwnEvents,
    private readonly appointments: HostedAppointments,
  ) {}

  onModuleInit(): void {
    this.own.register((userId, ids) => this.appointments.among(userId, ids));
  }
}
