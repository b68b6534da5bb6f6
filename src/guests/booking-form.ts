import type { PublicBookingInput } from '../appointments';
import type { PublicCalendarAnswer, Question } from '../calendars';
import { Form, textOf } from '../platform/http';
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

/** The field of an answer. */
export const answerName = (id: string) => `answers.${id}`;

/** What was ticked of a question with several options, each box being a field of its own. Undefined when none was. */
export function optionsChosen({ id }: Question, form: Form): string[] | undefined {
  const boxes = Object.keys(form ?? {}).filter((name) => name.startsWith(`${answerName(id)}.`));
  const chosen = boxes.flatMap((name) => textOf(form, name) ?? []);
  return chosen.length > 0 ? chosen : undefined;
}

function answersOf({ questions }: PublicCalendarAnswer, form: Form): Record<string, unknown> {
  const given = questions.map((question) => [question.id, answerOf(question, form)] as const);
  return Object.fromEntries(given.filter(([, answer]) => answer !== undefined));
}

/** A number that is none stays a text, to be refused as one. */
function answerOf(question: Question, form: Form): unknown {
  const text = textOf(form, answerName(question.id));
  switch (question.type) {
    case 'checkbox':
      return text === undefined ? undefined : true;
    case 'multi_choice':
      return optionsChosen(question, form);
    case 'number':
      return text === undefined || Number.isNaN(Number(text)) ? text : Number(text);
    default:
      return text;
  }
}

function locationOf(form: Form): { kind: unknown; value: unknown } | undefined {
  const value = textOf(form, 'place');
  return value === undefined ? undefined : { kind: textOf(form, 'placeKind'), value };
}
