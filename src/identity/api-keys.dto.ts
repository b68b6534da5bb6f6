import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import { IsInstant, type Plain } from '../platform/http';
import type { ListedKey } from './api-key.store';
import { IsLine } from './fields';
import { SCOPES, type Scope } from './policies';

const SCOPES_RULE = { message: 'must be a list of different scopes, one at least' };

export class MakeApiKeyInput {
  @IsLine(100)
  name: string;

  /** What it may do, as far as the role of who made it allows. */
  @ApiProperty({ enum: SCOPES, isArray: true })
  @IsArray(SCOPES_RULE)
  @ArrayNotEmpty(SCOPES_RULE)
  @ArrayUnique(SCOPES_RULE)
  @IsIn(SCOPES, { each: true, message: `may hold ${SCOPES.join(', ')}` })
  scopes: Scope[];

  /** Never, when absent. */
  @ApiPropertyOptional({ nullable: true })
  @IsOptional()
  @IsInstant()
  expiresAt?: string | null;
}

class KeyUser {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;
}

export class ApiKeyJson {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;

  /** Who made it: it acts as them. */
  @ApiProperty({ type: KeyUser })
  user: Plain<KeyUser>;

  @ApiProperty({ enum: SCOPES, isArray: true })
  scopes: string[];

  @ApiProperty({ description: 'how the secret begins' })
  hint: string;

  @ApiProperty()
  createdAt: string;

  @ApiProperty({ type: String, nullable: true })
  expiresAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'to the minute' })
  lastUsedAt: string | null;
}

/** A fresh key. The secret is shown this once. */
export class NewApiKeyJson extends ApiKeyJson {
  @ApiProperty({ description: 'for Authorization: Bearer; never shown again' })
  secret: string;
}

export class ApiKeyPage {
  @ApiProperty({ type: [ApiKeyJson] })
  items: ApiKeyJson[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export type ApiKey = Plain<ApiKeyJson>;

export function toApiKey({ id, name, userId, userName, scopes, hint, ...times }: ListedKey): ApiKey {
  return {
    ...{ id, name, scopes, hint },
    user: { id: userId, name: userName },
    createdAt: times.createdAt.toISOString(),
    expiresAt: times.expiresAt?.toISOString() ?? null,
    lastUsedAt: times.lastUsedAt?.toISOString() ?? null,
  };
}
