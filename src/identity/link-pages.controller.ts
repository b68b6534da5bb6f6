import { Body, Controller, Get, HttpCode, Ip, Param, Post, UseFilters } from '@nestjs/common';
import { AnswersPage, type Form, PageProblemFilter, Public } from '../platform/http';
import { LinkPages } from './link-pages';

/** Where the links in the mails of this feature lead: what a GET shows, only its button does. */
@Public()
@UseFilters(PageProblemFilter)
@Controller('app')
export class LinkPagesController {
  constructor(private readonly pages: LinkPages) {}

  @Get('invitations/:token')
  @AnswersPage()
  invitation(@Param('token') token: string): Promise<string> {
    return this.pages.invitation(token);
  }

  @Post('invitations/:token')
  @HttpCode(200)
  @AnswersPage()
  accept(@Param('token') token: string, @Body() form: Form): Promise<string> {
    return this.pages.accept(token, form);
  }

  @Get('password-reset')
  @AnswersPage()
  askPasswordReset(): string {
    return this.pages.askPasswordReset();
  }

  @Post('password-reset')
  @HttpCode(200)
  @AnswersPage()
  mailPasswordReset(@Body() form: Form, @Ip() address: string): Promise<string> {
    return this.pages.mailPasswordReset(form, address);
  }

  @Get('password-reset/:token')
  @AnswersPage()
  passwordReset(@Param('token') token: string): Promise<string> {
    return this.pages.passwordReset(token);
  }

  @Post('password-reset/:token')
  @HttpCode(200)
  @AnswersPage()
  setPassword(@Param('token') token: string, @Body() form: Form): Promise<string> {
    return this.pages.setPassword(token, form);
  }

  @Get('email-change/:token')
  @AnswersPage()
  emailChange(@Param('token') token: string): Promise<string> {
    return this.pages.emailChange(token);
  }

  @Post('email-change/:token')
  @HttpCode(200)
  @AnswersPage()
  changeEmail(@Param('token') token: string): Promise<string> {
    return this.pages.changeEmail(token);
  }
}
