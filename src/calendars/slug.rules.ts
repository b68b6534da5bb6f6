import { isId } from '../platform/http';

export const MAX_SLUG_LENGTH = 80;
/** Leaves room for a suffix. */
const MAX_STEM_LENGTH = 60;

/** Never an ID: routes take either in the same place. */
export const SLUG = /^(?![0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$)[a-z0-9](?:-?[a-z0-9])*$/;

/** The slug a name suggests. */
export function slugOf(name: string): string {
  const stem = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_STEM_LENGTH)
    .replace(/^-+|-+$/g, '');
  return stem === '' || isId(stem) ? `calendar${stem && `-${stem}`}` : stem;
}
