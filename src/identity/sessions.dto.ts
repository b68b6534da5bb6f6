import { ApiProperty } from '@nestjs/swagger';
import type { Plain } from '../platform/http';

/** A session as its list needs it. */
export interface ListedSession {
  id: string;
  accountId: string;
  accountName: string;
  /** Who is logged in as the person; null: they themselves. */
  actorId: string | null;
  actorName: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  address: string | null;
  userAgent: string | null;
}

class Named {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;
}

export class SessionJson {
  @ApiProperty()
  id: string;

  /** Whether the request came with it. */
  @ApiProperty()
  current: boolean;

  @ApiProperty({ type: Named })
  account: Plain<Named>;

  /** Who is logged in as the user; null: the user. */
  @ApiProperty({ type: Named, nullable: true })
  actor: Plain<Named> | null;

  @ApiProperty()
  createdAt: string;

  /** To a quarter of an hour. */
  @ApiProperty()
  lastUsedAt: string;

  @ApiProperty()
  expiresAt: string;

  /** Where it was opened from: an IP address. */
  @ApiProperty({ type: String, nullable: true })
  address: string | null;

  /** What it was opened with, as it called itself. */
  @ApiProperty({ type: String, nullable: true })
  userAgent: string | null;
}

export class SessionPage {
  @ApiProperty({ type: [SessionJson] })
  items: SessionJson[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export type ShownSession = Plain<SessionJson>;

export function toSession(row: ListedSession, current: string): ShownSession {
  const { id, accountId, accountName, actorId, actorName, address, userAgent } = row;
  return {
    id,
    current: id === current,
    account: { id: accountId, name: accountName },
    actor: actorId === null ? null : { id: actorId, name: actorName ?? '' },
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    address,
    userAgent,
  };
}
