import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Requires, Who, type Principal } from '../identity';
import { Id, IfMatch, PageQuery } from '../platform/http';
import {
  AppointmentsQuery,
  CancelInput,
  ChangeInput,
  ExplainQuery,
  FreeSlotsQuery,
  ReassignInput,
  RescheduleInput,
} from './appointments.dto';
import { StaffBookingInput } from './booking.dto';
import { ExplainStart } from './explain-start';
import { ScopedChanges } from './scoped-changes';
import { StaffAppointments } from './staff-appointments';
import { StaffBooking } from './staff-booking';
import { StaffChanges } from './staff-changes';

@ApiTags('Appointments')
@ApiBearerAuth()
@Controller('v1')
export class AppointmentsController {
  constructor(
    private readonly appointments: StaffAppointments,
    private readonly booking: StaffBooking,
    private readonly explaining: ExplainStart,
    private readonly changes: StaffChanges,
    private readonly scoped: ScopedChanges,
  ) {}

  @Get('calendars/:id/free-slots')
  @Requires('calendars.read')
  freeSlots(@Who() who: Principal, @Id() id: string, @Query() query: FreeSlotsQuery) {
    return this.booking.free(who, id, query);
  }

  @Get('calendars/:id/explain')
  @Requires('calendars.read')
  explain(@Who() { accountId }: Principal, @Id() id: string, @Query() { start }: ExplainQuery) {
    return this.explaining.run(accountId, id, start);
  }

  @Post('appointments')
  @Requires('appointments.write')
  book(@Who() who: Principal, @Body() input: StaffBookingInput) {
    return this.booking.run(who, input);
  }

  @Get('appointments')
  @Requires('appointments.read')
  list(@Who() who: Principal, @Query() query: AppointmentsQuery) {
    return this.appointments.list(who, query);
  }

  @Get('appointments/:id')
  @Requires('appointments.read')
  show(@Who() who: Principal, @Id() id: string) {
    return this.appointments.show(who, id);
  }

  @Get('appointments/:id/history')
  @Requires('appointments.read')
  history(@Who() who: Principal, @Id() id: string, @Query() query: PageQuery) {
    return this.appointments.history(who, id, query);
  }

  @Patch('appointments/:id')
  @Requires('appointments.write')
  change(
    @Who() who: Principal,
    @Id() id: string,
    @Body() input: ChangeInput,
    @IfMatch() expectedVersion: number | null,
  ) {
    return this.changes.change(who, id, input, expectedVersion);
  }

  @Delete('appointments/:id')
  @HttpCode(204)
  @Requires('appointments.write')
  remove(@Who() who: Principal, @Id() id: string, @IfMatch() expectedVersion: number | null) {
    return this.changes.remove(who, id, expectedVersion);
  }

  @Post('appointments/:id/reschedule')
  @HttpCode(200)
  @Requires('appointments.write')
  reschedule(
    @Who() who: Principal,
    @Id() id: string,
    @Body() input: RescheduleInput,
    @IfMatch() expectedVersion: number | null,
  ) {
    return this.scoped.reschedule(who, id, input, expectedVersion);
  }

  @Post('appointments/:id/reassign')
  @HttpCode(200)
  @Requires('appointments.write')
  reassign(
    @Who() who: Principal,
    @Id() id: string,
    @Body() input: ReassignInput,
    @IfMatch() expectedVersion: number | null,
  ) {
    return this.changes.reassign(who, id, input, expectedVersion);
  }

  @Post('appointments/:id/cancel')
  @HttpCode(200)
  @Requires('appointments.write')
  cancel(
    @Who() who: Principal,
    @Id() id: string,
    @Body() input: CancelInput,
    @IfMatch() expectedVersion: number | null,
  ) {
    return this.scoped.cancel(who, id, input, expectedVersion);
  }
}
