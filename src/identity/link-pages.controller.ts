import { Body, Controller, Get, HttpCode, Param, Post, UseFilters } from '@nestjs/common';
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
}
