import { type Interval, instantOfWall, isZone } from '#libs/time';
import { type IcsZone, clockOf } from './ics-zone';
import { zoneOfWindows } from './windows-zones';

/** Turns a reading of a wall clock, written as if it were UTC, into an instant. Epoch ms. */
export type ReadClock = (reading: number) => number;

/** Far more than anybody's calendar names; each further one is unknown, which is found out at once. */
const MAX_NAMES = 1_000;

/** The clocks of the zones that a file names. */
export class FeedZones {
  private readonly clocks = new Map<string, ReadClock | null>();

  constructor(
    private readonly defined: ReadonlyMap<string, IcsZone>,
    private readonly span: Interval,
  ) {}

  /**
   * By what the name says to IANA or Windows, with or without a path before it; then by the file's own definition.
   * Null when neither says anything.
   */
  of(tzid: string): ReadClock | null {
    const known = this.clocks.get(tzid);
    if (known !== undefined) return known;
    if (this.clocks.size >= MAX_NAMES) return null;
    const clock = this.find(tzid);
    this.clocks.set(tzid, clock);
    return clock;
  }

  private find(tzid: string): ReadClock | null {
    const defined = this.defined.get(tzid);
    const name = ianaName(tzid) ?? ianaName(defined?.location ?? '');
    if (name !== null) return (reading) => instantOfWall(name, reading);
    return defined ? clockOf(defined, this.span) : null;
  }
}

function ianaName(name: string): string | null {
  if (isZone(name)) return name;
  const windows = zoneOfWindows(name);
  if (windows !== undefined) return windows;
  // `/mozilla.org/20050126_1/Europe/Berlin`, or America/Indiana/Knox after the like.
  const steps = name.split('/').slice(-4);
  const ends = [3, 2].map((count) => steps.slice(-count).join('/'));
  return steps.length > 2 ? (ends.find(isZone) ?? null) : null;
}
