// Preloaded into the server by bookings.ts: writes down every statement, one JSON line each, in the order they are sent.
import { appendFileSync } from 'node:fs';
import { Client } from 'pg';

export interface Recorded {
  /** Which connection of the server's. */
  connection: number;
  text: string;
  values: unknown[];
}

const file = process.env.RECORD_QUERIES_TO;

if (file !== undefined) {
  const connections = new WeakMap<object, number>();
  let last = 0;
  const prototype = Client.prototype as unknown as { query: (this: object, ...args: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (...args) {
    const [first, second] = args;
    const config = (typeof first === 'string' ? { text: first } : first) as { text?: string; values?: unknown[] };
    const connection = connections.get(this) ?? (last += 1);
    connections.set(this, connection);
    const values = config.values ?? (Array.isArray(second) ? (second as unknown[]) : []);
    const recorded: Recorded = { connection, text: config.text ?? '', values };
    if (recorded.text !== '') appendFileSync(file, `${JSON.stringify(recorded)}\n`);
    return query.apply(this, args);
  };
}
