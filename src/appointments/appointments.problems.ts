import { defineProblem } from '../platform/http';

export const SlotNotOffered = defineProblem('slot-not-offered', 422, 'This start is not offered');
export const SlotTaken = defineProblem('slot-taken', 409, 'The slot was taken');
export const HoldExpired = defineProblem('hold-expired', 409, 'The hold has expired');
export const HoldExtended = defineProblem('hold-already-extended', 409, 'A hold is extended once');
export const CalendarInactive = defineProblem('calendar-inactive', 409, 'The calendar takes no bookings');
export const TransitionNotAllowed = defineProblem('transition-not-allowed', 409, 'The status cannot follow');
export const ChangeTooLate = defineProblem('change-too-late', 409, 'It is too late to change this');
export const ChangeNotOffered = defineProblem('change-not-offered', 409, 'The calendar does not offer this change');
export const SlotShared = defineProblem('slot-shared', 409, 'Others sit in the same slot');
export const HasFutureAppointments = defineProblem(
  'has-future-appointments',
  409,
  'Future appointments stand in the way',
);
export const ChangedMeanwhile = defineProblem('changed-meanwhile', 409, 'Somebody else changed it first');
export const NotReassignable = defineProblem('not-reassignable', 409, 'Its hosts cannot be exchanged');
