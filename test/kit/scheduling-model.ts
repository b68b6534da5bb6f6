/**
 * What a round robin should do, told as simply as possible and without any code of the product: lists that are looked
 * through from end to end. Times are minutes from 00:00 UTC of the first day; days are UTC days.
 */

export interface Hours {
  from: number;
  to: number;
}

export interface Settings {
  active: boolean;
  slotDuration: number;
  slotInterval: number;
  slotOffset: number;
  preBuffer: number;
  postBuffer: number;
  appointmentsPerSlot: number;
  appointmentsPerDay: number | null;
  appointmentsPerHostPerDay: number | null;
}

interface Span {
  start: number;
  end: number;
}

export interface ModelSlot extends Span {
  host: string;
  capacity: number;
  /** With the buffers of when it was opened. */
  blocked: Span;
  /** Appointments and holds. */
  seats: Set<string>;
}

export interface ModelOffer extends Span {
  seats: number;
  hosts: string[];
}

interface Room {
  end: number;
  seats: number;
  joins: boolean;
}

const DAY = 1440;
const DAYS = 2;

const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end;

export class SchedulingModel {
  readonly slots: ModelSlot[] = [];
  readonly blocks = new Map<string, Span & { host: string }>();

  /** The same hours on every day; hosts in membership order. */
  constructor(
    readonly hours: Map<string, Hours>,
    readonly settings: Settings,
  ) {}

  /** What is free once `leaving` has left its seat, for slots of the calendar's length or another. */
  offers(leaving?: string, length = this.settings.slotDuration): ModelOffer[] {
    if (!this.settings.active && leaving === undefined) return [];
    const offers = new Map<number, ModelOffer & { joins: boolean }>();
    for (const host of this.hours.keys()) {
      for (const start of this.grid(host)) {
        const room = this.room(host, start, leaving, length);
        if (!room) continue;
        const known = offers.get(start);
        if (!known) {
          offers.set(start, { start, end: room.end, seats: room.seats, hosts: [host], joins: room.joins });
          continue;
        }
        known.seats += room.seats;
        known.hosts.push(host);
        // The guest most likely joins: the first slot begun says when it ends.
        if (room.joins && !known.joins) Object.assign(known, { end: room.end, joins: true });
      }
    }
    return [...offers.values()]
      .filter(({ start }) => !this.isDayFull(Math.floor(start / DAY), leaving))
      .sort((a, b) => a.start - b.start)
      .map(({ start, end, seats, hosts }) => ({ start, end, seats, hosts }));
  }

  /** Whom a start is offered with; nobody when it isn't. */
  hostsAt(start: number, leaving?: string, length?: number): string[] {
    return this.offers(leaving, length).find((offer) => offer.start === start)?.hosts ?? [];
  }

  sit(seat: string, { host, start, end }: Span & { host: string }): void {
    const slot = this.slots.find((one) => one.host === host && one.start === start);
    if (slot) {
      slot.seats.add(seat);
      return;
    }
    const { preBuffer, postBuffer, appointmentsPerSlot } = this.settings;
    const blocked = { start: start - preBuffer, end: end + postBuffer };
    this.slots.push({ host, start, end, capacity: appointmentsPerSlot, blocked, seats: new Set([seat]) });
  }

  leave(seat: string): void {
    const at = this.slots.findIndex(({ seats }) => seats.has(seat));
    this.slots[at]?.seats.delete(seat);
    if (this.slots[at]?.seats.size === 0) this.slots.splice(at, 1);
  }

  slotOf(seat: string): ModelSlot {
    const slot = this.slots.find(({ seats }) => seats.has(seat));
    if (!slot) throw new Error(`${seat} sits nowhere`);
    return slot;
  }

  /** Whoever holds a seat takes another's place: a hold becomes an appointment. */
  rename(seat: string, to: string): void {
    const { seats } = this.slotOf(seat);
    seats.delete(seat);
    seats.add(to);
  }

  private grid(host: string): number[] {
    const { from, to } = this.hoursOf(host);
    const starts: number[] = [];
    for (let day = 0; day < DAYS; day += 1) {
      for (let at = from + this.settings.slotOffset; at < to; at += this.settings.slotInterval)
        starts.push(day * DAY + at);
    }
    return starts;
  }

  private room(host: string, start: number, leaving: string | undefined, length: number): Room | null {
    const slots = this.slots.filter(({ seats }) => !(seats.size === 1 && leaving !== undefined && seats.has(leaving)));
    const own = slots.find((slot) => slot.host === host && slot.start === start);
    const end = own ? own.end : start + length;
    const { from, to } = this.hoursOf(host);
    const day = Math.floor(start / DAY) * DAY;
    if (start < day + from || end > day + to || this.isHostFull(host, day / DAY, leaving)) return null;
    const { preBuffer, postBuffer } = this.settings;
    const wanted = own ? own.blocked : { start: start - preBuffer, end: end + postBuffer };
    const busy = [
      ...slots.filter((slot) => slot.host === host && slot !== own).map(({ blocked }) => blocked),
      ...[...this.blocks.values()].filter((block) => block.host === host),
    ];
    if (busy.some((span) => overlap(span, wanted))) return null;
    if (!own) return { end, seats: this.settings.appointmentsPerSlot, joins: false };
    const taken = own.seats.size - (leaving !== undefined && own.seats.has(leaving) ? 1 : 0);
    return taken < own.capacity ? { end, seats: own.capacity - taken, joins: true } : null;
  }

  private isDayFull(day: number, leaving?: string): boolean {
    return this.isFull(this.settings.appointmentsPerDay, this.slots, day, leaving);
  }

  private isHostFull(host: string, day: number, leaving?: string): boolean {
    const led = this.slots.filter((slot) => slot.host === host);
    return this.isFull(this.settings.appointmentsPerHostPerDay, led, day, leaving);
  }

  private isFull(cap: number | null, slots: ModelSlot[], day: number, leaving?: string): boolean {
    if (cap === null) return false;
    const seats = slots.filter(({ start }) => Math.floor(start / DAY) === day).flatMap((slot) => [...slot.seats]);
    return seats.filter((seat) => seat !== leaving).length >= cap;
  }

  private hoursOf(host: string): Hours {
    const hours = this.hours.get(host);
    if (!hours) throw new Error(`${host} is no host`);
    return hours;
  }
}
