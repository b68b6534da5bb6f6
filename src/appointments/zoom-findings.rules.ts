import type { ZoomPlan } from '#libs/zoom-api';
import { type CalendarRow, endsEarlyOn } from '../calendars';
import type { ConnectionState } from '../zoom';
import { type Finding, about, error, names, warning } from './finding';

/** Zoom as a host has it whose slots take place there. */
export interface HostOnZoom {
  state: ConnectionState;
  plan: ZoomPlan;
  missingScopes: readonly string[];
  /** Whether its meetings can give each participant a link. */
  registers: boolean;
  /** Requests a UTC day. */
  limit: number;
  /** What is left of today's. */
  remaining: number;
  /** Links still to be made, by UTC day (YYYY-MM-DD), today first. */
  waiting: readonly { day: string; links: number }[];
  /** The most slots of this calendar that one day can have. */
  fullestDay: number;
}

interface Member {
  userId: string;
  name: string;
  zoom: HostOnZoom | null;
}

type ZoomMember = Member & { zoom: HostOnZoom };

/** What keeps hosts whose slots take place on Zoom from having links, or from meeting as long as they should. */
export function zoomFindings({
  calendar,
  hosts,
  today,
}: {
  calendar: CalendarRow;
  hosts: readonly Member[];
  today: string;
}): Finding[] {
  const onZoom = hosts.filter((host): host is ZoomMember => host.zoom !== null);
  const connected = onZoom.filter(({ zoom }) => zoom.state === 'connected');
  return [
    ...connectionFindings(onZoom),
    ...planFindings(calendar, connected),
    ...connected.flatMap((host) => quotaFindings(host, today)),
  ];
}

function connectionFindings(hosts: readonly ZoomMember[]): Finding[] {
  const until = 'Until then guests get the fallback instead of a link, and the link later.';
  const groups = [
    {
      them: hosts.filter(({ zoom }) => zoom.state === 'not-connected'),
      code: 'zoom-not-connected',
      says: 'Meeting on Zoom here without having connected it',
      fix: `Ask them to connect Zoom (or do it for them with Login As User), or give them another location. ${until}`,
    },
    {
      them: hosts.filter(({ zoom }) => zoom.state === 'reconnect-required'),
      code: 'zoom-reconnect-required',
      says: 'Meeting on Zoom here with a connection that Zoom accepts no longer',
      fix: `Ask them to connect Zoom again, with the same Zoom account. ${until}`,
    },
    {
      them: hosts.filter(({ zoom }) => zoom.state === 'connected' && zoom.missingScopes.length > 0),
      code: 'zoom-scopes-missing',
      says: 'Connected to Zoom without all the consent that links need',
      fix: 'Ask them to connect Zoom again and to consent to all it asks for.',
    },
  ];
  return groups.flatMap(({ them, code, says, fix }) =>
    them.length === 0 ? [] : [about(them, error(code, `${says}: ${names(them)}.`, fix))],
  );
}

function planFindings({ slotDuration, zoom }: CalendarRow, hosts: readonly ZoomMember[]): Finding[] {
  const findings: Finding[] = [];
  const unable = hosts.filter(({ zoom: { plan } }) => plan === 'none' || plan === 'unassigned');
  if (unable.length > 0) {
    const detail = `With a Zoom plan that cannot host meetings: ${names(unable)}.`;
    findings.push(
      about(unable, error('zoom-plan-cannot-host', detail, 'Assign them a licence in Zoom’s admin pages.')),
    );
  }
  const basic = hosts.filter(({ zoom: { plan } }) => plan === 'basic');
  const cutShort = hosts.filter(({ zoom: { plan } }) => endsEarlyOn(plan, slotDuration));
  if (cutShort.length > 0) {
    const detail = `On a basic Zoom plan, which ends meetings after 40 minutes, while slots take ${slotDuration}: ${names(cutShort)}.`;
    const fix = 'Assign them a licence in Zoom, or set slotDuration to PT40M or less.';
    findings.push(about(cutShort, warning('over-basic-plan-limit', detail, fix)));
  }
  if (basic.length > 0 && zoom.autoRecording === 'cloud') {
    const detail = `On a basic Zoom plan, which cannot record to the cloud as this calendar asks: ${names(basic)}.`;
    const fix = 'Assign them a licence in Zoom, or set zoom.autoRecording to local or none.';
    findings.push(about(basic, warning('no-cloud-recording', detail, fix)));
  }
  const sharing = hosts.filter(({ zoom: { registers } }) => !registers);
  if (sharing.length > 0 && zoom.joinLinks === 'per_participant') {
    const detail = `Without the Zoom plan or the consent that links for each participant take, so that all share one: ${names(sharing)}.`;
    const fix = 'Assign them a licence in Zoom and let them connect again, or set zoom.joinLinks to shared.';
    findings.push(about(sharing, warning('join-links-shared', detail, fix)));
  }
  return findings;
}

function quotaFindings(host: ZoomMember, today: string): Finding[] {
  const { limit, remaining, waiting, fullestDay } = host.zoom;
  const findings: Finding[] = [];
  const found = (code: string, detail: string, fix: string) => {
    findings.push(about([host], warning(code, detail, fix)));
  };
  if (remaining === 0) {
    const fix = 'Nothing is lost: links are made after 00:00 UTC. Slots that start before then show the fallback.';
    found('quota-spent', `${host.name} has used today’s ${limit} Zoom requests; new links wait until tomorrow.`, fix);
  }
  const short = waiting.filter(({ day, links }) => links > (day === today ? remaining : limit));
  // What is parked for today's successor is what a spent day leaves: said already, unless it is too much for it.
  for (const { day, links } of remaining === 0 ? short.filter((each) => each.day !== today) : short) {
    const room = day === today ? `${remaining} left of today’s ${limit} requests` : `a day has ${limit} requests`;
    const fix = 'The soonest slots get their links first, the rest the day after. More hosts spread the load.';
    found('quota-short', `${host.name} has ${links} links to be made on ${day} (UTC), and ${room}.`, fix);
  }
  if (fullestDay > limit) {
    const detail = `A full day of ${host.name} has ${fullestDay} slots; Zoom allows ${limit} requests a day.`;
    const fix =
      'Add hosts, use longer slots, cap appointmentsPerHostPerDay, or use appointmentsPerSlot to share links.';
    found('quota-below-demand', detail, fix);
  }
  return findings;
}
