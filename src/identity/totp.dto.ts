import { ApiProperty } from '@nestjs/swagger';
import { IsCode, IsPassword } from './fields';

export class BeginTotpInput {
  @IsPassword()
  password: string;
}

export class ConfirmTotpInput {
  @IsCode()
  code: string;
}

export class DisableTotpInput {
  @IsPassword()
  password: string;

  /** Of the app, or a recovery code. */
  @IsCode()
  code: string;
}

export class TotpSecretJson {
  /** In base32, for typing. */
  @ApiProperty()
  secret: string;

  /** For a QR code. */
  @ApiProperty({ example: 'otpauth://totp/…' })
  uri: string;
}

export class RecoveryCodesJson {
  @ApiProperty({ type: [String], description: 'Each opens one login. Shown this once.' })
  recoveryCodes: string[];
}

export class TotpJson {
  @ApiProperty()
  active: boolean;

  @ApiProperty()
  recoveryCodesLeft: number;
}
