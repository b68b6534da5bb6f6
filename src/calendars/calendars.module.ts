import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit';
import { DataRightsModule } from '../data-rights';
import { IdentityModule } from '../identity';
import { ZoomModule } from '../zoom';
import { BookableStore } from './bookable.store';
import { CalendarDrafts } from './calendar-drafts';
import { CalendarMemberRow, CalendarRow } from './calendar.entity';
import { CalendarStore } from './calendar.store';
import { Calendars } from './calendars';
import { CalendarsController, PublicCalendarsController } from './calendars.controller';
import { ChangeCalendar } from './change-calendar';
import { CreateCalendar } from './create-calendar';
import { DeleteCalendar } from './delete-calendar';
import { CopySchedules } from './on-copy-person';
import { EraseFromCalendars } from './on-erase-person';
import { LeaveCalendars } from './on-end-membership';
import { ScheduleRow } from './schedule.entity';
import { ScheduleStore } from './schedule.store';
import { Schedules } from './schedules';
import { SchedulesController, UserSettingsController } from './schedules.controller';
import { SetDefaultLocation } from './set-default-location';
import { SetMemberLocation } from './set-member-location';
import { ShowCalendars } from './show-calendars';
import { OwnLinkHosts } from './own-link-hosts';
import { ZoomChoice } from './zoom-choice';
import { ZoomWarnings } from './zoom-warnings';

@Module({
  imports: [
    TypeOrmModule.forFeature([CalendarRow, CalendarMemberRow, ScheduleRow]),
    AuditModule,
    IdentityModule,
    ZoomModule,
    DataRightsModule,
  ],
  controllers: [CalendarsController, PublicCalendarsController, SchedulesController, UserSettingsController],
  providers: [
    BookableStore,
    CalendarDrafts,
    CalendarStore,
    Calendars,
    ChangeCalendar,
    CreateCalendar,
    DeleteCalendar,
    LeaveCalendars,
    ScheduleStore,
    Schedules,
    SetDefaultLocation,
    SetMemberLocation,
    ShowCalendars,
    ZoomChoice,
    OwnLinkHosts,
    ZoomWarnings,
    EraseFromCalendars,
    CopySchedules,
  ],
  exports: [Calendars],
})
export class CalendarsModule {}
