import { Body, Controller, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { NotRepeatable, Public } from '../platform/http';
import { AskPasswordReset } from './ask-password-reset';
import { ConfirmEmailChange } from './confirm-email-change';
import { AskPasswordResetInput, EmailJson, LinkInput, ResetPasswordInput } from './credentials.dto';
import { ResetPassword } from './reset-password';

/** What whoever cannot log in does about it by mail, for clients. People see pages: `/app/password-reset`. */
@ApiTags('identity')
@Public()
@Controller('v1/auth')
export class LoginLinksController {
  constructor(
    private readonly askReset: AskPasswordReset,
    private readonly resetPassword: ResetPassword,
    private readonly confirmEmail: ConfirmEmailChange,
  ) {}

  @Post('password-reset')
  @NotRepeatable()
  @HttpCode(202)
  ask(@Body() { email }: AskPasswordResetInput, @Ip() address: string): Promise<void> {
    return this.askReset.run(email, address);
  }

  @Post('password-reset/confirm')
  @NotRepeatable()
  @HttpCode(204)
  reset(@Body() input: ResetPasswordInput): Promise<void> {
    return this.resetPassword.run(input);
  }

  @Post('email-change/confirm')
  @NotRepeatable()
  @HttpCode(200)
  @ApiOkResponse({ type: EmailJson })
  confirm(@Body() { token }: LinkInput): Promise<{ email: string }> {
    return this.confirmEmail.run(token);
  }
}
