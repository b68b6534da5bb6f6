import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { NotRepeatable, Public } from '../platform/http';
import { TeamInvitations } from './team-invitations';
import {
  AcceptInvitationInput,
  type Joined,
  JoinedJson,
  type OpenInvitation,
  TeamInvitationJson,
} from './team-invitations.dto';

/** The link in an invitation, for clients. People see it as a page: `/app/invitations/{token}`. */
@ApiTags('identity')
@Public()
@Controller('v1/invitations')
export class TeamInvitationsController {
  constructor(private readonly invitations: TeamInvitations) {}

  @Get(':token')
  @ApiOkResponse({ type: TeamInvitationJson })
  @Header('cache-control', 'no-store')
  show(@Param('token') token: string): Promise<OpenInvitation> {
    return this.invitations.show(token);
  }

  @Post(':token')
  @NotRepeatable()
  @HttpCode(200)
  @ApiOkResponse({ type: JoinedJson })
  @Header('cache-control', 'no-store')
  accept(@Param('token') token: string, @Body() input: AcceptInvitationInput): Promise<Joined> {
    return this.invitations.accept(token, input);
  }
}
