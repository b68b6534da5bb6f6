import fc from 'fast-check';
import { type BusyRow, setApart, unpack } from './busy-rows';

const HOSTS = ['a', 'b', 'c'];
const MINUTE = 60_000;

/** As PostgreSQL's timestamptz_send writes it. */
function sent(ms: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(BigInt(ms - Date.UTC(2000, 0, 1)) * 1000n);
  return buffer;
}

function packed(rows: number[][][]): Buffer {
  return Buffer.concat(
    rows.flatMap((times) => {
      const count = Buffer.alloc(4);
      count.writeInt32BE(times.length);
      return [count, ...times.map(([start = 0]) => sent(start)), ...times.map(([, end = 0]) => sent(end))];
    }),
  );
}

const times = fc.array(
  fc
    .tuple(fc.integer({ min: Date.parse('0001-01-01'), max: Date.parse('9999-12-31') }), fc.nat(1_000_000))
    .map(([start, length]) => [start, start + length]),
);

describe('packed busy times', () => {
  it('are read to the millisecond, before 2000 too, and wherever the buffer lies', () => {
    fc.assert(
      fc.property(fc.tuple(times, times, times), fc.nat(7), (rows, offset) => {
        const bytes = Buffer.concat([Buffer.alloc(offset), packed(rows)]).subarray(offset);
        expect(unpack(HOSTS, bytes)).toEqual(
          rows.map((row, i) => ({
            hostId: HOSTS[i],
            slotId: null,
            starts: row.map(([start]) => start),
            ends: row.map(([, end]) => end),
          })),
        );
      }),
    );
  });

  it('are none where nobody was asked for', () => {
    expect(unpack([], null)).toEqual([]);
  });

  it('lose those set apart, once each, and those that are free for good', () => {
    const row = (hostId: string, ...taken: number[]): BusyRow => ({
      hostId,
      slotId: null,
      starts: taken,
      ends: taken.map((start) => start + MINUTE),
    });
    const apart = (slotId: string, start: number, free = false) => ({
      ...{ hostId: 'a', slotId, start, end: start + MINUTE, free },
    });
    const rows = [row('a', 0, 0, 5 * MINUTE, 9 * MINUTE), row('b', 0)];
    expect(setApart(rows, [apart('one', 0), apart('over', 9 * MINUTE, true)])).toEqual([
      row('a', 0, 5 * MINUTE),
      row('b', 0),
      { ...row('a', 0), slotId: 'one' },
    ]);
  });
});
