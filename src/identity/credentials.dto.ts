import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { IsEmailAddress, IsNewPassword, IsPassword } from './fields';

/** Longer than any token of ours. */
const MAX_TOKEN = 200;

export class AskPasswordResetInput {
  @IsEmailAddress()
  email: string;
}

export class LinkInput {
  /** The end of the link in the mail. */
  @ApiProperty()
  @IsString({ message: 'must be a text' })
  @MaxLength(MAX_TOKEN, { message: `may have ${MAX_TOKEN} characters at most` })
  token: string;
}

export class ResetPasswordInput extends LinkInput {
  @IsNewPassword()
  newPassword: string;
}

export class ChangeEmailInput {
  @IsEmailAddress()
  email: string;

  @IsPassword()
  password: string;
}

export class EmailJson {
  @ApiProperty()
  email: string;
}
