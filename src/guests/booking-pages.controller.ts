import { Body, Controller, Get, Headers, Param, Post, Query, UseFilters, UseGuards } from '@nestjs/common';
import { AnswersPage, type Form, PageProblemFilter, Public } from '../platform/http';
import { BookingPages } from './booking-pages';
import type { PageAsk } from './guest-pages';
import { OncePerForm } from './once-per-form.guard';
import { SendsOn } from './see-other';

/** A calendar as anybody may see and book it in a browser. */
@Public()
@UseFilters(PageProblemFilter)
@Controller('book/:slug')
export class BookingPagesController {
  constructor(private readonly pages: BookingPages) {}

  @Get()
  @AnswersPage()
  form(@Param('slug') slug: string, @Query() ask: PageAsk, @Headers('accept-language') languages?: string) {
    return this.pages.form(slug, ask, languages);
  }

  @Post()
  @UseGuards(OncePerForm)
  @SendsOn()
  book(
    @Param('slug') slug: string,
    @Query() ask: PageAsk,
    @Body() form: Form,
    @Headers('accept-language') languages?: string,
  ) {
    return this.pages.book(slug, ask, form, languages);
  }
}
