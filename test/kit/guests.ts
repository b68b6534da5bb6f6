import type supertest from 'supertest';
import type { TestApp } from './test-app';

/** What a browser posts from a plain form. */
export function postForm({ http }: TestApp, path: string, fields: Record<string, string>): supertest.Test {
  return http.post(path).type('form').send(new URLSearchParams(fields).toString());
}

/** Where a browser goes after an answer that sends it on. */
export function nextPath({ headers }: supertest.Response, from: string): string {
  const to = new URL(headers.location ?? '', new URL(from, 'http://slotlink.test'));
  return to.pathname + to.search;
}

/** The appointment's pages on the server's own address. */
export function pathsOf(appointment: { publicToken: string; links: { join: string } }) {
  const manage = `/a/${appointment.publicToken}`;
  return {
    manage,
    reschedule: `${manage}/reschedule`,
    cancel: `${manage}/cancel`,
    join: new URL(appointment.links.join).pathname,
    api: `/v1/public/appointments/${appointment.publicToken}`,
  };
}

/** Puts a slot's link into a state, as the reconciler would. */
export async function setLink(slotlink: TestApp, appointmentId: string, link: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(link);
  await slotlink.query(
    `UPDATE slots SET ${columns.map((column, index) => `${column} = $${index + 2}`).join(', ')}
     WHERE id = (SELECT slot_id FROM appointments WHERE id = $1)`,
    [appointmentId, ...Object.values(link)],
  );
}

/** All rows that a GET must leave as they are. */
export async function everything(slotlink: TestApp): Promise<string> {
  const [row] = await slotlink.query<{ text: string }>(
    `SELECT concat_ws(' ', (SELECT json_agg(a ORDER BY a.id) FROM appointments a),
       (SELECT json_agg(s ORDER BY s.id) FROM slots s), (SELECT count(*) FROM facts),
       (SELECT count(*) FROM holds)) AS text`,
  );
  return row?.text ?? '';
}
