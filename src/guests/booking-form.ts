import type { PublicBookingInput } from '../appointments';
import type { PublicCalendarAnswer } from '../calendars';
import { Form, textOf } from './form';
import { zoneOr } from './zones';

/** What a filled-in form asks for, to be checked like any other booking. */
export function bookingOf(calendar: PublicCalendarAnswer, form: Form, locale: string): Record<string, unknown> {
  const booking: { [field in keyof PublicBookingInput]: unknown } = {
    start: textOf(form, 'start'),
    timezone: zoneOr(textOf(form, 'timezone'), calendar.timezone),
    locale,
    contact: { name: textOf(form, 'name'), email: textOf(form, 'email'), phone: textOf(form, 'phone') },
    notes: textOf(form, 'notes'),
    answers: answersOf(calendar, form),
    location: locationOf(form),
  };
  return booking;
}

function answersOf({ questions }: PublicCalendarAnswer, form: Form): Record<string, unknown> {
  const given = questions.flatMap(({ id, type }) => {
    const answer = textOf(form, `answers.${id}`);
    if (answer === undefined) return [];
    return [[id, type === 'checkbox' ? true : answer] as const];
  });
  return Object.fromEntries(given);
}

function locationOf(form: Form): { kind: unknown; value: unknown } | undefined {
  const value = textOf(form, 'place');
  return value === undefined ? undefined : { kind: textOf(form, 'placeKind'), value };
}
