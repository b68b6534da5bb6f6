import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Id, IfMatch, type Page } from '../platform/http';
import { NewUsers } from './new-users';
import { Requires } from './policies';
import { type Principal, Who } from './principal';
import { RestoreUser } from './restore-user';
import { ShowUsers } from './show-users';
import { UserChanges } from './user-changes';
import {
  AddUserInput,
  ChangeUserInput,
  RemoveUserQuery,
  type User,
  UserJson,
  UserPage,
  UserQuery,
  UsersQuery,
  toUser,
} from './users.dto';

@ApiTags('identity')
@ApiBearerAuth()
@Controller('v1/users')
export class UsersController {
  constructor(
    private readonly show: ShowUsers,
    private readonly newUsers: NewUsers,
    private readonly changes: UserChanges,
    private readonly restoreUser: RestoreUser,
  ) {}

  @Requires('users.read')
  @Get()
  @ApiOkResponse({ type: UserPage })
  list(@Who() who: Principal, @Query() query: UsersQuery): Promise<Page<User>> {
    return this.show.page(who, query);
  }

  @Requires('users.manage')
  @Post()
  @ApiCreatedResponse({ type: UserJson })
  add(@Who() who: Principal, @Body() input: AddUserInput): Promise<User> {
    return this.newUsers.add(who, input);
  }

  @Requires('users.manage')
  @Post(':id/invitation')
  @HttpCode(200)
  @ApiOkResponse({ type: UserJson })
  inviteAgain(@Who() who: Principal, @Id() id: string): Promise<User> {
    return this.newUsers.inviteAgain(who, id);
  }

  @Requires('users.read')
  @Get(':id')
  @ApiOkResponse({ type: UserJson })
  get(@Who() who: Principal, @Id() id: string, @Query() query: UserQuery): Promise<User> {
    return this.show.one(who, id, query);
  }

  @Requires('self.write')
  @Patch(':id')
  @ApiOkResponse({ type: UserJson })
  change(
    @Who() who: Principal,
    @Id() id: string,
    @Body() input: ChangeUserInput,
    @IfMatch() version: number | null,
  ): Promise<User> {
    return this.changes.change(who, id, input, version);
  }

  @Requires('users.manage')
  @Delete(':id')
  @HttpCode(204)
  remove(@Who() who: Principal, @Id() id: string, @Query() { future }: RemoveUserQuery): Promise<void> {
    return this.changes.remove(who, id, future);
  }

  @Requires('users.manage')
  @Post(':id/restore')
  @ApiCreatedResponse({ type: UserJson })
  async restore(@Who() who: Principal, @Id() id: string): Promise<User> {
    return toUser(await this.restoreUser.run(who, id));
  }
}
