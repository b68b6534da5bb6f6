import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type Principal, Requires, Who } from '../identity';
import { Id } from '../platform/http';
import { StaffSeries } from './staff-series';

@ApiTags('Appointments')
@ApiBearerAuth()
@Controller('v1/series')
export class SeriesController {
  constructor(private readonly series: StaffSeries) {}

  @Get(':id')
  @Requires('appointments.read')
  show(@Who() who: Principal, @Id() id: string) {
    return this.series.show(who, id);
  }
}
