import type { FieldError } from '../platform/http';
import { type CalendarSettings, type CalendarType, MAX_SEATS, type Member } from './calendar';

/** Settings that only some types have a use for, and what they are everywhere else. */
const IDLE = { location: null, stickyContact: false, appointmentsPerHostPerDay: null, lookBusyPercent: 0 } as const;

type BoundSetting = keyof typeof IDLE;

const BOUND: Record<BoundSetting, { types: readonly CalendarType[]; otherwise: string }> = {
  location: {
    types: ['unassigned'],
    otherwise: 'only an unassigned calendar has one; elsewhere each member has their own',
  },
  stickyContact: { types: ['round_robin'], otherwise: 'only a round robin has a choice of hosts' },
  appointmentsPerHostPerDay: {
    types: ['round_robin', 'collective', 'class', 'personal'],
    otherwise: 'an unassigned calendar has no hosts; use appointmentsPerDay',
  },
  lookBusyPercent: {
    types: ['round_robin', 'collective', 'personal', 'unassigned'],
    otherwise: 'a class shows all its starts: guests choose it for being there at a time',
  },
};

const BOUND_SETTINGS = Object.keys(BOUND) as BoundSetting[];

/** The settings a calendar of this type has no use for. */
export function misfits(settings: CalendarSettings): FieldError[] {
  const strange = BOUND_SETTINGS.filter((name) => !BOUND[name].types.includes(settings.type));
  const set = strange.filter((name) => settings[name] !== IDLE[name]);
  const { type, appointmentsPerSlot: seats } = settings;
  const crowded = type !== 'class' && seats > MAX_SEATS;
  return [
    ...set.map((name) => ({ pointer: `/${name}`, detail: BOUND[name].otherwise })),
    ...(crowded
      ? [{ pointer: '/appointmentsPerSlot', detail: `may be ${MAX_SEATS} at most; only a class takes more` }]
      : []),
  ];
}

/** A calendar that becomes one of this type loses what the type has no use for, unless the change insists on it. */
export function fitted(settings: CalendarSettings, insisted: readonly string[]): CalendarSettings {
  const lost = BOUND_SETTINGS.filter((name) => !BOUND[name].types.includes(settings.type) && !insisted.includes(name));
  return { ...settings, ...Object.fromEntries(lost.map((name) => [name, IDLE[name]])) };
}

/** Members who stay while their calendar becomes one of this type. */
export function fittedMembers(type: CalendarType, members: readonly Member[]): Member[] {
  return members.map((member) => (type === 'collective' ? member : { ...member, optional: false }));
}

/** What the members of this type of calendar cannot be to it. */
export function misfitMembers(type: CalendarType, members: readonly Member[]): FieldError[] {
  const first = members.findIndex(({ isOwner }) => isOwner);
  return members.flatMap(({ isOwner, optional }, index) => [
    ...(isOwner && index > first && type !== 'collective'
      ? [{ pointer: `/members/${index}/isOwner`, detail: 'there is one owner at most' }]
      : []),
    ...(optional && type !== 'collective'
      ? [{ pointer: `/members/${index}/optional`, detail: 'only members of a collective are waited for' }]
      : []),
    ...(optional && type === 'collective' && isOwner
      ? [{ pointer: `/members/${index}/optional`, detail: 'the owner leads every slot' }]
      : []),
  ]);
}
