import type { LocationKind } from '../identity';
import type { CalendarType } from './calendar';
import { resolveLocation } from './meeting-location.rules';

const at = (kind: LocationKind | null) => (kind ? { kind } : null);

describe('where an appointment takes place', () => {
  it.each<[string, (LocationKind | null)[], CalendarType, LocationKind]>([
    ['its own override first', ['address', 'zoom', 'custom'], 'round_robin', 'address'],
    ['then the entry in the calendar', [null, 'zoom', 'custom'], 'round_robin', 'zoom'],
    ['then the default of the host', [null, null, 'zoom'], 'collective', 'zoom'],
    ['also when the entry says so', [null, 'default', 'zoom'], 'collective', 'zoom'],
    ['also when the appointment says so', ['default', null, 'custom'], 'collective', 'custom'],
    ['then the fallback', [null, null, null], 'round_robin', 'phone'],
    ['the fallback for a default that means nothing', [null, 'default', null], 'round_robin', 'phone'],
    ['the fallback where no meetings are made', [null, 'default', 'zoom'], 'class', 'phone'],
    ['the fallback for Zoom chosen there itself', [null, 'zoom', null], 'unassigned', 'phone'],
    ['a static link there', [null, 'custom', null], 'unassigned', 'custom'],
  ])('%s', (_, [override, member, user], calendarType, expected) => {
    const choices = { override: at(override!), memberLocation: at(member!), userDefault: at(user!) };
    expect(resolveLocation({ ...choices, fallback: { kind: 'phone' }, calendarType }).kind).toBe(expected);
  });
});
