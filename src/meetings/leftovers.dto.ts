import { ApiProperty } from '@nestjs/swagger';
import type { Plain } from '../platform/http';

class LeftoverJson {
  /** Null where it isn't known whether Zoom made it. */
  @ApiProperty({ type: String, nullable: true })
  zoomMeetingId: string | null;

  /** Null for a meeting of another account. */
  @ApiProperty({ type: String, nullable: true })
  topic: string | null;

  @ApiProperty({ format: 'date-time' })
  start: string;

  /** Why it was not deleted: `zoom-quota-spent`, `zoom-unavailable`, `zoom-not-connected` …; null: its turn is to come. */
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
}

export class LeftoverPage {
  @ApiProperty({ type: [LeftoverJson] })
  items: LeftoverJson[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export type ShownLeftover = Plain<LeftoverJson>;
