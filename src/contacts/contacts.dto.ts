import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsEmailAddress, IsLine, IsPhone, MayBeAbsent } from '../identity';
import { PageQuery } from '../platform/http';
import type { Contact } from './contact.entity';

const MAX_NAME = 200;

export class ContactInput {
  @IsLine(MAX_NAME)
  name: string;

  @IsEmailAddress()
  email: string;

  @IsOptional()
  @IsPhone()
  phone?: string | null;

  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  smsConsent?: boolean;
}

export class ChangeContactInput {
  @MayBeAbsent()
  @IsLine(MAX_NAME)
  name?: string;

  @MayBeAbsent()
  @IsEmailAddress()
  email?: string;

  @IsOptional()
  @IsPhone()
  phone?: string | null;

  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  smsConsent?: boolean;
}

export class ContactQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'part of the name or e-mail' })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  @MaxLength(200, { message: 'may have 200 characters at most' })
  search?: string;
}

export class ContactAnswer {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;

  @ApiProperty()
  email: string;

  @ApiProperty({ type: String, nullable: true })
  phone: string | null;

  @ApiProperty()
  smsConsent: boolean;

  @ApiProperty()
  version: number;

  @ApiProperty()
  createdAt: string;

  @ApiProperty()
  updatedAt: string;
}

export function toContact(row: Contact): Pick<ContactAnswer, keyof ContactAnswer> {
  const { id, name, email, phone, smsConsent, version, createdAt, updatedAt } = row;
  const [made, changed] = [createdAt.toISOString(), updatedAt.toISOString()];
  return { id, name, email, phone, smsConsent, version, createdAt: made, updatedAt: changed };
}
