import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Id, IfMatch, Page } from '../platform/http';
import { AddUser } from './add-user';
import { ChangeUser } from './change-user';
import { Requires } from './policies';
import { Principal, Who } from './principal';
import { RemoveUser } from './remove-user';
import { RestoreUser } from './restore-user';
import { ShowUsers } from './show-users';
import { AddUserInput, ChangeUserInput, RemoveUserQuery, UserJson, UserQuery, UsersQuery, toUser } from './users.dto';

@ApiTags('identity')
@ApiBearerAuth()
@Controller('v1/users')
export class UsersController {
  constructor(
    private readonly show: ShowUsers,
    private readonly addUser: AddUser,
    private readonly changeUser: ChangeUser,
    private readonly removeUser: RemoveUser,
    private readonly restoreUser: RestoreUser,
  ) {}

  @Requires('users.read')
  @Get()
  list(@Who() who: Principal, @Query() query: UsersQuery): Promise<Page<UserJson>> {
    return this.show.page(who, query);
  }

  @Requires('users.manage')
  @Post()
  async add(@Who() who: Principal, @Body() input: AddUserInput): Promise<UserJson> {
    return toUser(await this.addUser.run(who, input));
  }

  @Requires('users.read')
  @Get(':id')
  get(@Who() who: Principal, @Id() id: string, @Query() query: UserQuery): Promise<UserJson> {
    return this.show.one(who, id, query);
  }

  @Requires('self.write')
  @Patch(':id')
  async change(
    @Who() who: Principal,
    @Id() id: string,
    @Body() input: ChangeUserInput,
    @IfMatch() version: number | null,
  ): Promise<UserJson> {
    return toUser(await this.changeUser.run(who, id, input, version));
  }

  @Requires('users.manage')
  @Delete(':id')
  @HttpCode(204)
  remove(@Who() who: Principal, @Id() id: string, @Query() { future }: RemoveUserQuery): Promise<void> {
    return this.removeUser.run(who, id, future);
  }

  @Requires('users.manage')
  @Post(':id/restore')
  async restore(@Who() who: Principal, @Id() id: string): Promise<UserJson> {
    return toUser(await this.restoreUser.run(who, id));
  }
}
