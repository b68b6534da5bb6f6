import { Invalid } from '../platform/http';

/** The number that a stream's `Last-Event-ID` names, or null when the reader has none. @throws Invalid */
export function numberOf(lastEventId: string | undefined): number | null {
  if (lastEventId === undefined || lastEventId === '') return null;
  if (!/^\d{1,15}$/.test(lastEventId)) {
    const detail = 'not one this stream gave out';
    throw Invalid(`Last-Event-ID: ${detail}`, { errors: [{ pointer: 'Last-Event-ID', detail }] });
  }
  return Number(lastEventId);
}
