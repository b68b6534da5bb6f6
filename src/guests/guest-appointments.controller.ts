import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { PublicFreeSlotsQuery } from '../appointments';
import { IfMatch, Public } from '../platform/http';
import { GuestChanges } from './guest-changes';
import { GuestInvite } from './guest-invite';
import { GuestView } from './guest-view';
import { GuestCancelInput, GuestRescheduleInput } from './guests.dto';

@ApiTags('Guests')
@Public()
@Controller('v1/public/appointments/:token')
export class GuestAppointmentsController {
  constructor(
    private readonly view: GuestView,
    private readonly changes: GuestChanges,
    private readonly invites: GuestInvite,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  show(@Param('token') token: string) {
    return this.view.show(token);
  }

  @Get('free-slots')
  @Header('cache-control', 'no-store')
  freeSlots(@Param('token') token: string, @Query() query: PublicFreeSlotsQuery) {
    return this.view.free(token, query);
  }

  @Post('reschedule')
  @HttpCode(200)
  reschedule(
    @Param('token') token: string,
    @Body() input: GuestRescheduleInput,
    @IfMatch() expectedVersion: number | null,
  ) {
    return this.changes.reschedule(token, input, expectedVersion);
  }

  @Post('cancel')
  @HttpCode(200)
  cancel(@Param('token') token: string, @Body() input: GuestCancelInput, @IfMatch() expectedVersion: number | null) {
    return this.changes.cancel(token, input, expectedVersion);
  }

  @Get('invite.ics')
  @ApiProduces('text/calendar')
  @Header('content-type', 'text/calendar; charset=utf-8; method=PUBLISH')
  @Header('content-disposition', 'attachment; filename="invite.ics"')
  @Header('cache-control', 'no-store')
  invite(@Param('token') token: string) {
    return this.invites.of(token);
  }
}
