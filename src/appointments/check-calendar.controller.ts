import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type Principal, Requires, Who } from '../identity';
import { Id } from '../platform/http';
import { CheckCalendar } from './check-calendar';

@ApiTags('calendars')
@ApiBearerAuth()
@Controller('v1/calendars')
export class CheckCalendarController {
  constructor(private readonly checking: CheckCalendar) {}

  @Get(':id/check')
  @Requires('calendars.manage')
  check(@Who() { accountId }: Principal, @Id() id: string) {
    return this.checking.run(accountId, id);
  }
}
