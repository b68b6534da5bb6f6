/** Each granular scope we use, with the classic scope that older Zoom apps hold in its place. */
const CLASSIC_OF = {
  'user:read:user': 'user:read',
  'meeting:read:meeting': 'meeting:read',
  'meeting:read:list_meetings': 'meeting:read',
  'meeting:read:list_upcoming_meetings': 'meeting:read',
  'meeting:write:meeting': 'meeting:write',
  'meeting:update:meeting': 'meeting:write',
  'meeting:delete:meeting': 'meeting:write',
} as const;

/** Needed where each participant has a join link of their own, and nowhere else. */
const REGISTRANT_CLASSIC_OF = {
  'meeting:write:registrant': 'meeting:write',
  'meeting:delete:registrant': 'meeting:write',
  'meeting:read:list_registrants': 'meeting:read',
} as const;

export type RequiredScope = keyof typeof CLASSIC_OF;

export const REQUIRED_SCOPES = Object.keys(CLASSIC_OF) as readonly RequiredScope[];

export const REGISTRANT_SCOPES = Object.keys(REGISTRANT_CLASSIC_OF) as readonly (keyof typeof REGISTRANT_CLASSIC_OF)[];

/** Those of REQUIRED_SCOPES that nothing granted covers: neither itself, nor its classic form, nor either's `:admin`. */
export function missingScopes(granted: Iterable<string>): RequiredScope[] {
  const held = bare(granted);
  return REQUIRED_SCOPES.filter((scope) => !held.has(scope) && !held.has(CLASSIC_OF[scope]));
}

/** Whether everything that join links for each participant need was granted. */
export function coversRegistrants(granted: Iterable<string>): boolean {
  const held = bare(granted);
  return REGISTRANT_SCOPES.every((scope) => held.has(scope) || held.has(REGISTRANT_CLASSIC_OF[scope]));
}

function bare(granted: Iterable<string>): Set<string> {
  return new Set([...granted].map((scope) => scope.replace(/:admin$/, '')));
}
