import { once } from 'node:events';
import { type IncomingHttpHeaders, type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody's calendar elsewhere, served from this machine. */
export interface CalendarServer {
  url: string;
  /** What it answers from now on. */
  serve(listener: RequestListener): void;
  /** An iCalendar text with these lines. */
  say(...lines: string[]): void;
  /** The headers of every request so far. */
  requests: IncomingHttpHeaders[];
  close(): Promise<void>;
}

/** What an application must allow to read from it. */
export const ALLOW_CALENDAR_SERVER = { BUSY_FEED_ALLOW: '127.0.0.1/32' };

export async function startCalendarServer(): Promise<CalendarServer> {
  const requests: IncomingHttpHeaders[] = [];
  let listener: RequestListener = (_, response) => response.writeHead(404).end();
  const server = createServer((request, response) => {
    requests.push(request.headers);
    listener(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const serve = (next: RequestListener) => {
    listener = next;
  };
  return {
    url: `http://127.0.0.1:${port}/secret.ics`,
    serve,
    say: (...lines) => {
      serve((_, response) => response.end(icsOf(...lines)));
    },
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function icsOf(...lines: string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

/** The lines of an event; `start` and `end` as instants. */
export function icsEvent(start: string, end: string, ...lines: string[]): string[] {
  const written = (instant: string) => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');
  return ['BEGIN:VEVENT', `DTSTART:${written(start)}`, `DTEND:${written(end)}`, ...lines, 'END:VEVENT'];
}
