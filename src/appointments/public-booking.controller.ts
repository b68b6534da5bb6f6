import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../platform/http';
import { PublicFreeSlotsQuery } from './appointments.dto';
import { HoldInput, PublicBookingInput } from './booking.dto';
import { PublicBooking } from './public-booking';
import { PublicHolds } from './public-holds';

@ApiTags('Public booking')
@Public()
@Controller('v1/public/calendars/:slug')
export class PublicBookingController {
  constructor(
    private readonly booking: PublicBooking,
    private readonly holds: PublicHolds,
  ) {}

  @Get('free-slots')
  freeSlots(@Param('slug') slug: string, @Query() query: PublicFreeSlotsQuery) {
    return this.booking.free(slug, query);
  }

  @Post('appointments')
  book(@Param('slug') slug: string, @Body() input: PublicBookingInput) {
    return this.booking.run(slug, input);
  }

  @Post('holds')
  hold(@Param('slug') slug: string, @Body() input: HoldInput) {
    return this.holds.hold(slug, input);
  }

  @Put('holds/:token')
  extend(@Param('slug') slug: string, @Param('token') token: string) {
    return this.holds.extend(slug, token);
  }

  @Delete('holds/:token')
  @HttpCode(204)
  release(@Param('slug') slug: string, @Param('token') token: string) {
    return this.holds.release(slug, token);
  }
}
