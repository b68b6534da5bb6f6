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

export type RequiredScope = keyof typeof CLASSIC_OF;

export const REQUIRED_SCOPES = Object.keys(CLASSIC_OF) as readonly RequiredScope[];

/** Those of REQUIRED_SCOPES that nothing granted covers: neither itself, nor its classic form, nor either's `:admin`. */
export function missingScopes(granted: Iterable<string>): RequiredScope[] {
  const held = new Set([...granted].map((scope) => scope.replace(/:admin$/, '')));
  return REQUIRED_SCOPES.filter((scope) => !held.has(scope) && !held.has(CLASSIC_OF[scope]));
}
