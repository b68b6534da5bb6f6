import { Controller, Get, Query } from '@nestjs/common';
import { AnswersPage, Id, Public } from '../platform/http';
import { connectPage } from './connect-pages';

/** Where the browser comes back to from Zoom. */
@Public()
@Controller('app')
export class ConnectPagesController {
  @Get('profile/integrations')
  @AnswersPage()
  integrations(@Query('zoom') happened: unknown): string {
    return connectPage(happened);
  }

  @Get('profile/default-location')
  @AnswersPage()
  defaultLocation(@Query('zoom') happened: unknown): string {
    return connectPage(happened);
  }

  @Get('calendars/:id')
  @AnswersPage()
  calendar(@Id() _id: string, @Query('zoom') happened: unknown): string {
    return connectPage(happened);
  }
}
