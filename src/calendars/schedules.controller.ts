import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type Principal, Requires, Who } from '../identity';
import { Id, IfMatch, PageQuery } from '../platform/http';
import { DefaultLocationInput } from './default-location.dto';
import { Schedules } from './schedules';
import { ChangeScheduleInput, CreateScheduleInput, UserScheduleInput } from './schedules.dto';
import { SetDefaultLocation } from './set-default-location';
import { userIdOf } from './user-of-path';

@ApiTags('schedules')
@ApiBearerAuth()
@Controller('v1/schedules')
export class SchedulesController {
  constructor(private readonly schedules: Schedules) {}

  @Get()
  @Requires('schedules.read')
  list(@Who() { accountId }: Principal, @Query() query: PageQuery) {
    return this.schedules.list(accountId, query);
  }

  @Post()
  @Requires('schedules.write')
  create(@Who() who: Principal, @Body() input: CreateScheduleInput) {
    return this.schedules.create(who, input);
  }

  @Get(':id')
  @Requires('schedules.read')
  get(@Who() { accountId }: Principal, @Id() id: string) {
    return this.schedules.get(accountId, id);
  }

  @Patch(':id')
  @Requires('schedules.write')
  change(
    @Who() who: Principal,
    @Id() id: string,
    @Body() input: ChangeScheduleInput,
    @IfMatch() ifMatch: number | null,
  ) {
    return this.schedules.change(who, id, input, ifMatch);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('schedules.write')
  remove(@Who() who: Principal, @Id() id: string, @IfMatch() ifMatch: number | null) {
    return this.schedules.remove(who, id, ifMatch);
  }
}

/** What calendars keep about users: `me` or an ID. */
@ApiTags('users')
@ApiBearerAuth()
@Controller('v1/users')
export class UserSettingsController {
  constructor(
    private readonly schedules: Schedules,
    private readonly defaultLocations: SetDefaultLocation,
  ) {}

  @Get(':id/schedule')
  @Requires('schedules.read')
  schedule(@Who() who: Principal, @Param('id') id: string) {
    return this.schedules.ofUser(who.accountId, userIdOf(who, id));
  }

  @Put(':id/schedule')
  @Requires('schedules.write')
  setSchedule(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body() input: UserScheduleInput,
    @IfMatch() ifMatch: number | null,
  ) {
    return this.schedules.setOfUser(who, userIdOf(who, id), input, ifMatch);
  }

  @Put(':id/default-meeting-location')
  @Requires('self.write')
  setDefaultLocation(@Who() who: Principal, @Param('id') id: string, @Body() input: DefaultLocationInput) {
    return this.defaultLocations.run(who, userIdOf(who, id), input);
  }
}
