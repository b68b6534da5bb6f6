/** Where in the application somebody set out to connect Zoom: "profile", "default-location" or "calendar:<id>". */
export const RETURN_TO = /^(?:profile|default-location|calendar:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i;

export const PROFILE = 'profile';

/** The page that stands there, with what happened at Zoom: `connected` or a problem's slug. */
export function pageOf(returnTo: string, happened: string): string {
  const path = returnTo.startsWith('calendar:')
    ? `/app/calendars/${returnTo.slice('calendar:'.length)}`
    : `/app/profile/${returnTo === 'default-location' ? 'default-location' : 'integrations'}`;
  return `${path}?zoom=${encodeURIComponent(happened)}`;
}
