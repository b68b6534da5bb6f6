import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsId, IsInstant, PageQuery, type Plain } from '../platform/http';

/** Which entries; absent: all. */
export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Who did it.' })
  @IsOptional()
  @IsId()
  actorId?: string;

  @ApiPropertyOptional({ description: 'Whom they acted as; the same person otherwise.' })
  @IsOptional()
  @IsId()
  subjectId?: string;

  @ApiPropertyOptional({ description: 'What it was done to.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  targetId?: string;

  @ApiPropertyOptional({ description: 'Such as `user.role-changed`; `user.*` finds every action of that noun.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  action?: string;

  @ApiPropertyOptional({ description: 'From this instant on.' })
  @IsOptional()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ description: 'Before this instant.' })
  @IsOptional()
  @IsInstant()
  to?: string;
}

class AuditPerson {
  @ApiProperty()
  id: string;

  @ApiProperty({ type: String, nullable: true, description: 'At that time. Null once nobody knows it any more.' })
  name: string | null;
}

class AuditTargetJson {
  @ApiProperty()
  kind: string;

  @ApiProperty({ type: String, nullable: true })
  id: string | null;
}

class AuditEntryJson {
  @ApiProperty()
  id: string;

  @ApiProperty()
  at: string;

  @ApiProperty({ type: AuditPerson, nullable: true, description: 'Who did it. Null: a guest, or Slotlink itself.' })
  actor: AuditPerson | null;

  @ApiProperty({ type: AuditPerson, nullable: true, description: 'Whom they acted as; the same person otherwise.' })
  subject: AuditPerson | null;

  @ApiProperty({ type: String, nullable: true, description: 'The API key it was done with.' })
  keyId: string | null;

  @ApiProperty()
  action: string;

  @ApiProperty()
  target: AuditTargetJson;

  @ApiProperty({ type: Object, nullable: true, description: 'What changed, as it was.' })
  before: Record<string, unknown> | null;

  @ApiProperty({ type: Object, nullable: true, description: 'What changed, as it is since.' })
  after: Record<string, unknown> | null;

  @ApiProperty({ type: String, nullable: true })
  requestId: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Where the request came from.' })
  address: string | null;
}

export class AuditPage {
  @ApiProperty({ type: [AuditEntryJson] })
  items: AuditEntryJson[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class AuditHead {
  @ApiProperty()
  accountId: string;

  @ApiProperty({ description: 'Of the last sealed entry; 0 before the first.' })
  number: number;

  @ApiProperty({ description: 'Note it elsewhere: it proves later what stood behind it.' })
  hash: string;

  @ApiProperty({ type: String, nullable: true })
  sealedAt: string | null;

  @ApiProperty({ description: 'Entries that wait for their seal.' })
  unsealed: number;
}

export interface ShownEntry extends Omit<Plain<AuditEntryJson>, 'actor' | 'subject' | 'target'> {
  actor: Plain<AuditPerson> | null;
  subject: Plain<AuditPerson> | null;
  target: Plain<AuditTargetJson>;
}

export type ShownHead = Plain<AuditHead>;
