import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit';
import { AccountRow } from './account.entity';
import { AccountStore } from './account.store';
import { Accounts } from './accounts';
import { AddUser } from './add-user';
import { ApiKeyRow } from './api-key.entity';
import { ApiKeyStore } from './api-key.store';
import { ApiKeysController } from './api-keys.controller';
import { AssertRoutesDeclared } from './assert-routes-declared';
import { AuthController } from './auth.controller';
import { AuthGuard } from './auth.guard';
import { ChangePassword } from './change-password';
import { ChangeUser } from './change-user';
import { EndLoginsAs } from './end-logins-as';
import { EndsMembership } from './end-membership';
import { ForgetExpiredSessions } from './forget-expired-sessions';
import { LogIn } from './log-in';
import { LogInAs } from './log-in-as';
import { LoginAsController } from './login-as.controller';
import { LoginAsStore } from './login-as.store';
import { LoginThrottle } from './login-throttle';
import { Logins } from './logins';
import { MakeApiKey } from './make-api-key';
import { MeController } from './me.controller';
import { MembershipRow } from './membership.entity';
import { NewMember } from './new-member';
import { OpenAccount } from './open-account';
import { Passwords } from './passwords';
import { People } from './people';
import { RemoveUser } from './remove-user';
import { RestoreUser } from './restore-user';
import { RevokeApiKey } from './revoke-api-key';
import { SessionRow } from './session.entity';
import { SessionStore } from './session.store';
import { Sessions } from './sessions';
import { ShowApiKeys } from './show-api-keys';
import { ShowLoginsAs } from './show-logins-as';
import { ShowUsers } from './show-users';
import { SignUp } from './sign-up';
import { Team } from './team';
import { UserIncludes } from './user-includes';
import { UserRow } from './user.entity';
import { UserStore } from './user.store';
import { UsersController } from './users.controller';
import { WhoAmI } from './who-am-i';

@Module({
  imports: [
    DiscoveryModule,
    AuditModule,
    TypeOrmModule.forFeature([AccountRow, UserRow, MembershipRow, SessionRow, ApiKeyRow]),
  ],
  controllers: [ApiKeysController, AuthController, MeController, UsersController, LoginAsController],
  providers: [
    { provide: APP_GUARD, useClass: AuthGuard },
    AccountStore,
    Accounts,
    AddUser,
    ApiKeyStore,
    AssertRoutesDeclared,
    ChangePassword,
    ChangeUser,
    EndLoginsAs,
    EndsMembership,
    ForgetExpiredSessions,
    LogIn,
    LogInAs,
    LoginAsStore,
    LoginThrottle,
    Logins,
    MakeApiKey,
    NewMember,
    OpenAccount,
    Passwords,
    People,
    RemoveUser,
    RestoreUser,
    RevokeApiKey,
    SessionStore,
    Sessions,
    ShowApiKeys,
    ShowLoginsAs,
    ShowUsers,
    SignUp,
    Team,
    UserIncludes,
    UserStore,
    WhoAmI,
  ],
  exports: [Accounts, Logins, People, UserIncludes],
})
export class IdentityModule {}
