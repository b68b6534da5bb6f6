import { dateOfDay, localDay } from '#libs/time';

export interface DaySlots<Slot> {
  /** YYYY-MM-DD */
  date: string;
  slots: Slot[];
}

/** Sorted slots under the dates a viewer's zone gives their starts; days without slots are left out. */
export function groupByDay<Slot extends { start: number }>(slots: readonly Slot[], zone: string): DaySlots<Slot>[] {
  const days: DaySlots<Slot>[] = [];
  let current: number | undefined;
  for (const slot of slots) {
    const day = localDay(zone, slot.start);
    if (day !== current) days.push({ date: dateOfDay(day), slots: [] });
    current = day;
    days.at(-1)?.slots.push(slot);
  }
  return days;
}
