import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type Principal, Requires, Who } from '../identity';
import { Id, IfMatch, PageQuery, Public } from '../platform/http';
import { ChangeCalendarInput, CreateCalendarInput, FutureQuery, LocationInput } from './calendars.dto';
import { ChangeCalendar } from './change-calendar';
import { CreateCalendar } from './create-calendar';
import { DeleteCalendar } from './delete-calendar';
import { SetMemberLocation } from './set-member-location';
import { ShowCalendars } from './show-calendars';

@ApiTags('calendars')
@ApiBearerAuth()
@Controller('v1/calendars')
export class CalendarsController {
  constructor(
    private readonly shown: ShowCalendars,
    private readonly creating: CreateCalendar,
    private readonly changing: ChangeCalendar,
    private readonly deleting: DeleteCalendar,
    private readonly memberLocations: SetMemberLocation,
  ) {}

  @Get()
  @Requires('calendars.read')
  list(@Who() { accountId }: Principal, @Query() query: PageQuery) {
    return this.shown.list(accountId, query);
  }

  @Post()
  @Requires('calendars.manage')
  create(@Who() who: Principal, @Body() input: CreateCalendarInput) {
    return this.shown.warned(who.accountId, this.creating.run(who, input));
  }

  @Get(':id')
  @Requires('calendars.read')
  get(@Who() { accountId }: Principal, @Id() id: string) {
    return this.shown.get(accountId, id);
  }

  @Patch(':id')
  @Requires('calendars.manage')
  change(
    @Who() who: Principal,
    @Id() id: string,
    @Body() input: ChangeCalendarInput,
    @Query() { future }: FutureQuery,
    @IfMatch() ifMatch: number | null,
  ) {
    const conditions = { ifMatch, future: future ?? null };
    return this.shown.warned(who.accountId, this.changing.run(who, id, input, conditions));
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('calendars.manage')
  delete(
    @Who() { accountId }: Principal,
    @Id() id: string,
    @Query() { future }: FutureQuery,
    @IfMatch() ifMatch: number | null,
  ) {
    return this.deleting.run(accountId, id, { ifMatch, future: future ?? null });
  }

  @Put(':id/members/:userId/meeting-location')
  @Requires('self.write')
  setMemberLocation(
    @Who() who: Principal,
    @Id() id: string,
    @Id('userId') userId: string,
    @Body() input: LocationInput,
    @IfMatch() ifMatch: number | null,
  ) {
    const place = { calendarId: id, userId, ifMatch };
    return this.shown.warned(who.accountId, this.memberLocations.run(who, place, input));
  }
}

@ApiTags('public')
@Controller('v1/public/calendars')
export class PublicCalendarsController {
  constructor(private readonly shown: ShowCalendars) {}

  @Get(':slug')
  @Public()
  get(@Param('slug') slug: string) {
    return this.shown.getPublic(slug);
  }
}
