/** Where an appointment takes place. `default` means the user's own setting. */
export const LOCATION_KINDS = ['zoom', 'custom', 'phone', 'address', 'ask_booker', 'default'] as const;
export type LocationKind = (typeof LOCATION_KINDS)[number];

export interface MeetingLocation {
  kind: LocationKind;
  /** A text or a static link, for `custom`; the place for `address`; the number for `phone`. */
  value?: string;
}
