/**
 * Busy times of a host: those of one slot, or all others together. Epoch milliseconds, packed, because thousands of rows
 * or Dates would cost more than the engine does. In no order, and starts and ends each in their own: where forced times
 * overlap this swaps their ends, and what they take together stays the same.
 */
export interface BusyRow {
  hostId: string;
  /** Null for the times of all slots that were not asked for apart. */
  slotId: string | null;
  starts: readonly number[];
  ends: readonly number[];
}

/** A busy time that was asked for by itself. */
export interface Unpacked {
  hostId: string;
  slotId: string;
  /** It takes no time: only holds that are over sit in it. */
  free: boolean;
  start: number;
  end: number;
}

/** Of PostgreSQL's instants, which are microseconds since then. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const INT32 = 4;
const INT64 = 8;

/** Of each host in turn: how many times there are, as int4, then their starts and their ends, as timestamptz is sent. */
export function unpack(hostIds: readonly string[], packed: Buffer | null): BusyRow[] {
  if (!packed) return [];
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  let at = 0;
  const instants = (count: number) => {
    const times = new Array<number>(count);
    for (let i = 0; i < count; i += 1, at += INT64) {
      // In two halves, for a BigInt each would cost more than all the rest.
      const micros = view.getInt32(at) * 2 ** 32 + view.getUint32(at + INT32);
      times[i] = EPOCH_MS + Math.round(micros / 1000);
    }
    return times;
  };
  return hostIds.map((hostId) => {
    const count = view.getInt32(at);
    at += INT32;
    return { hostId, slotId: null, starts: instants(count), ends: instants(count) };
  });
}

/** Takes these times out of the rows they were packed into; those that do take time get rows of their own. */
export function setApart(rows: BusyRow[], apart: Unpacked[]): BusyRow[] {
  if (apart.length === 0) return rows;
  const packed = rows.map((row) => {
    const theirs = apart.filter(({ hostId }) => hostId === row.hostId);
    if (theirs.length === 0) return row;
    const [starts, ends] = [theirs.map(({ start }) => start), theirs.map(({ end }) => end)];
    return { ...row, starts: without(row.starts, starts), ends: without(row.ends, ends) };
  });
  const own = apart.filter(({ free }) => !free);
  return [
    ...packed,
    ...own.map(({ hostId, slotId, start, end }) => ({ hostId, slotId, starts: [start], ends: [end] })),
  ];
}

function without(times: readonly number[], taken: number[]): number[] {
  const left = new Map<number, number>();
  for (const time of taken) left.set(time, (left.get(time) ?? 0) + 1);
  return times.filter((time) => {
    const more = left.get(time) ?? 0;
    if (more > 0) left.set(time, more - 1);
    return more === 0;
  });
}
