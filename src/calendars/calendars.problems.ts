import { defineProblem } from '../platform/http';

export const SlugTaken = defineProblem('slug-taken', 409, 'Another calendar has this slug');
export const ZoomNeedsGroupCalendar = defineProblem(
  'zoom-needs-group-calendar',
  422,
  'Zoom links are made on round-robin and collective calendars only',
);
export const ScheduleInUse = defineProblem('schedule-in-use', 409, 'The schedule is in use');
export const OwnerOfCollective = defineProblem(
  'owner-of-collective',
  409,
  'The user owns a collective calendar, which cannot be without its owner',
);
