import { defineFact } from '../platform/events';

export interface CalendarCreatedPayload {
  name: string;
  type: string;
}

export const CalendarCreated = defineFact<CalendarCreatedPayload>('calendar.created', 'A calendar was made.', {
  name: 'its name then',
  type: 'its type',
});

export interface CalendarChangedPayload {
  changed: string[];
}

export const CalendarChanged = defineFact<CalendarChangedPayload>(
  'calendar.changed',
  "A calendar's settings or members were changed.",
  { changed: 'names of the changed fields' },
);

export interface CalendarRemovedPayload {
  name: string;
}

export const CalendarRemoved = defineFact<CalendarRemovedPayload>('calendar.removed', 'A calendar was deleted.', {
  name: 'its last name',
});
