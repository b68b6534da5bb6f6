import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Requires, Who, type Principal } from '../identity';
import { Id } from '../platform/http';
import { ShowAssignments } from './show-assignments';

@ApiTags('Appointments')
@ApiBearerAuth()
@Controller('v1')
export class AssignmentsController {
  constructor(private readonly assignments: ShowAssignments) {}

  @Get('appointments/:id/assignment')
  @Requires('appointments.read')
  ofAppointment(@Who() who: Principal, @Id() id: string) {
    return this.assignments.ofAppointment(who, id);
  }

  @Get('calendars/:id/assignments')
  @Requires('calendars.read')
  ofCalendar(@Who() who: Principal, @Id() id: string) {
    return this.assignments.ofCalendar(who, id);
  }
}
