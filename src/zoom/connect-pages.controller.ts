import { Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AnswersPage, Id, Public } from '../platform/http';
import { AnswerConfirmation } from './answer-confirmation';
import { ConfirmToken } from './connect-browser';
import { ShowConnectPage } from './show-connect-page';

/** Where the browser comes back to from Zoom. */
@Public()
@Controller('app')
export class ConnectPagesController {
  constructor(
    private readonly pages: ShowConnectPage,
    private readonly answering: AnswerConfirmation,
  ) {}

  @Get('profile/integrations')
  @AnswersPage()
  integrations(@Query('zoom') happened: unknown, @ConfirmToken() token: string | null): Promise<string> {
    return this.pages.run(happened, token);
  }

  @Get('profile/default-location')
  @AnswersPage()
  defaultLocation(@Query('zoom') happened: unknown, @ConfirmToken() token: string | null): Promise<string> {
    return this.pages.run(happened, token);
  }

  @Get('calendars/:id')
  @AnswersPage()
  calendar(@Id() _id: string, @Query('zoom') happened: unknown, @ConfirmToken() token: string | null): Promise<string> {
    return this.pages.run(happened, token);
  }

  @Post('zoom/confirm')
  @HttpCode(303)
  @ApiExcludeEndpoint()
  async confirm(@ConfirmToken() token: string | null, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    void reply.header('location', await this.answering.run('yes', token));
  }

  @Post('zoom/decline')
  @HttpCode(303)
  @ApiExcludeEndpoint()
  async decline(@ConfirmToken() token: string | null, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    void reply.header('location', await this.answering.run('no', token));
  }
}
