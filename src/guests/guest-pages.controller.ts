import { Body, Controller, Get, Param, Post, Query, UseFilters } from '@nestjs/common';
import { AnswersPage, type Form, PageProblemFilter, Public } from '../platform/http';
import { GuestPages, type PageAsk } from './guest-pages';
import { SendsOn } from './see-other';

/** The pages that the links in a guest's mail lead to. */
@Public()
@UseFilters(PageProblemFilter)
@Controller('a/:token')
export class GuestPagesController {
  constructor(private readonly pages: GuestPages) {}

  @Get()
  @AnswersPage()
  manage(@Param('token') token: string, @Query() ask: PageAsk) {
    return this.pages.manage(token, ask);
  }

  @Get('reschedule')
  @AnswersPage()
  rescheduleForm(@Param('token') token: string, @Query() ask: PageAsk) {
    return this.pages.rescheduleForm(token, ask);
  }

  @Post('reschedule')
  @SendsOn()
  reschedule(@Param('token') token: string, @Query() ask: PageAsk, @Body() form: Form) {
    return this.pages.reschedule(token, ask, form);
  }

  @Get('cancel')
  @AnswersPage()
  cancelForm(@Param('token') token: string) {
    return this.pages.cancelForm(token);
  }

  @Post('cancel')
  @SendsOn()
  cancel(@Param('token') token: string, @Body() form: Form) {
    return this.pages.cancel(token, form);
  }
}
