import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { type Principal, Requires, Who } from '../identity';
import { Id, NotRepeatable, type Plain } from '../platform/http';
import { StartMeeting } from './start-meeting';

class StartLinkJson {
  @ApiProperty()
  startUrl: string;
}

@ApiTags('appointments')
@Controller('v1/appointments')
export class MeetingsController {
  constructor(private readonly start: StartMeeting) {}

  @Post(':id/start-link')
  @NotRepeatable()
  @HttpCode(200)
  @Requires('appointments.read')
  @ApiOkResponse({ type: StartLinkJson })
  startLink(@Who() who: Principal, @Id() id: string): Promise<Plain<StartLinkJson>> {
    return this.start.run(who, id);
  }
}
