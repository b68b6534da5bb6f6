import { defineIntent } from '../platform/events';
import type { CalendarType } from './calendar';

/** What becomes of future appointments that stand in the way. Null: refuse when there are any. */
export const FUTURE_CHOICES = ['cancel', 'keep', 'reassign'] as const;
export type FutureChoice = (typeof FUTURE_CHOICES)[number];

interface CalendarIntent {
  accountId: string;
  calendarId: string;
  future: FutureChoice | null;
}

/** A calendar is about to be deleted. Its row is locked, and still as it was. */
export const RemoveCalendar = defineIntent<CalendarIntent>('calendar.remove');

/** Users are about to leave a calendar; they still stand among its members, behind those who come. */
export const ChangeMembers = defineIntent<CalendarIntent & { removedUserIds: string[] }>('calendar.change-members');

/** A calendar is about to change its type; its row still has the old one. */
export const ChangeCalendarType = defineIntent<CalendarIntent & { from: CalendarType; to: CalendarType }>(
  'calendar.change-type',
);
