/** The most urgent first. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What an admin should know about a calendar, and what to do. */
export interface Finding {
  severity: Severity;
  code: string;
  detail: string;
  fix: string;
  /** Whom it is about; empty for the calendar itself. */
  userIds: string[];
}

/** Names for a sentence; a large team is not spelt out. */
export function names(hosts: readonly { name: string }[]): string {
  const shown = hosts.slice(0, 5).map(({ name }) => name);
  if (hosts.length > shown.length) return `${shown.join(', ')} and ${hosts.length - shown.length} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

export function about(hosts: readonly { userId: string }[], finding: Finding): Finding {
  return { ...finding, userIds: hosts.map(({ userId }) => userId) };
}

const made =
  (severity: Severity) =>
  (code: string, detail: string, fix: string): Finding => ({
    severity,
    code,
    detail,
    fix,
    userIds: [],
  });
export const error = made('error');
export const warning = made('warning');
export const info = made('info');
