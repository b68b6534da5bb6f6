import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsEmailAddress, IsLine, IsPhone, MayBeAbsent } from '../identity';
import { IsId, PageQuery } from '../platform/http';
import type { Contact } from './contact.entity';

const MAX_NAME = 200;
const MAX_OTHER_EMAILS = 100;

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

  /** The whole list; what is left out belongs to nobody any more. */
  @MayBeAbsent()
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(MAX_OTHER_EMAILS, { message: `may have ${MAX_OTHER_EMAILS} addresses at most` })
  @IsEmailAddress({ each: true })
  otherEmails?: string[];

  @IsOptional()
  @IsPhone()
  phone?: string | null;

  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  smsConsent?: boolean;
}

export class EraseContactQuery {
  /** What becomes of appointments still to come. */
  @ApiPropertyOptional({ enum: ['cancel'] })
  @IsOptional()
  @IsIn(['cancel'], { message: 'must be cancel' })
  future?: 'cancel';
}

export class MergeInput {
  @IsId()
  intoId: string;
}

export class ContactQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'words, each of which stands in the name, an e-mail or the phone number' })
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

  @ApiProperty({ type: [String] })
  otherEmails: string[];

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
  const { id, name, email, otherEmails, phone, smsConsent, version, createdAt, updatedAt } = row;
  const [made, changed] = [createdAt.toISOString(), updatedAt.toISOString()];
  return { id, name, email, otherEmails, phone, smsConsent, version, createdAt: made, updatedAt: changed };
}
