import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Invalid } from './http.problems';
import { isId } from './ids';

/** `?limit=&cursor=` of every list. */
export class PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'must be a whole number from 1 to 200' })
  @Min(1)
  @Max(200)
  limit = 50;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** Where a page ended: the sort key of its last row (an instant, epoch milliseconds) and its id. */
export interface Position {
  at: Date;
  id: string;
}

/** @throws Invalid when the cursor is not one of ours */
export function positionOf({ cursor }: PageQuery): Position | null {
  if (cursor === undefined) return null;
  const [, at, id] = /^(\d{1,14})_(.+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at === undefined || id === undefined || !isId(id)) {
    throw Invalid('cursor: not one this API gave out', {
      errors: [{ pointer: '/cursor', detail: 'not one this API gave out' }],
    });
  }
  return { at: new Date(Number(at)), id };
}

/** Makes a page of rows that were read with `limit + 1`. */
export function pageOf<Row, Item>(
  rows: Row[],
  { limit }: PageQuery,
  position: (row: Row) => Position,
  present: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  if (rows.length <= limit || last === undefined) return { items: shown.map(present), nextCursor: null };
  const { at, id } = position(last);
  return { items: shown.map(present), nextCursor: Buffer.from(`${at.getTime()}_${id}`).toString('base64url') };
}
