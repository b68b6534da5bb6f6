import type { CalendarSettings } from './calendar';

/** The contract's defaults. Name, slug, type and slot interval (the slot's duration) have none of their own. */
export type DefaultSettings = Omit<CalendarSettings, 'name' | 'slug' | 'type' | 'slotInterval'>;

export function defaultSettings(timezone: string): DefaultSettings {
  return {
    timezone,
    active: true,
    slotDuration: 'PT30M',
    slotOffset: 'PT0M',
    preBuffer: 'PT0M',
    postBuffer: 'PT0M',
    appointmentsPerSlot: 1,
    appointmentsPerDay: null,
    appointmentsPerHostPerDay: null,
    minimumNotice: 'PT0M',
    bookingWindow: 'P60D',
    autoConfirm: true,
    allowReschedule: true,
    allowCancellation: true,
    changeCutoff: 'PT0M',
    distribution: { strategy: 'availability', window: 'P1D', maxLead: 3 },
    stickyContact: false,
    lookBusyPercent: 0,
    eventTitle: '[[contact.name]] and [[user.name]]',
    location: null,
    fallbackLocation: { kind: 'custom', value: 'The host will send you the details' },
    notifications: { booked: true, rescheduled: true, cancelled: true },
    zoom: {
      waitingRoom: true,
      joinBeforeHost: false,
      autoRecording: 'none',
      onChangedInZoom: 'restore',
      joinLinks: 'shared',
      oneLinkForSeries: false,
    },
    questions: [],
    scheduleId: null,
  };
}
