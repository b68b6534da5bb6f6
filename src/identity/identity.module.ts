import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit';
import { DataRightsModule } from '../data-rights';
import { MessagingModule } from '../messaging';
import { AcceptInvitation } from './accept-invitation';
import { AccountRow } from './account.entity';
import { AccountStore } from './account.store';
import { Accounts } from './accounts';
import { AddUser } from './add-user';
import { ApiKeyRow } from './api-key.entity';
import { ApiKeyStore } from './api-key.store';
import { ApiKeysController } from './api-keys.controller';
import { AskEmailChange } from './ask-email-change';
import { AskPasswordReset } from './ask-password-reset';
import { AssertRoutesDeclared } from './assert-routes-declared';
import { AuthController } from './auth.controller';
import { AuthGuard } from './auth.guard';
import { BeginTotp } from './begin-totp';
import { ChangeInvitation } from './change-invitation';
import { ChangePassword } from './change-password';
import { ChangeUser } from './change-user';
import { ConfirmEmailChange } from './confirm-email-change';
import { EraseUser } from './erase-user';
import { ExportOneself } from './export-oneself';
import { ConfirmTotp } from './confirm-totp';
import { DisableTotp } from './disable-totp';
import { EndLoginsAs } from './end-logins-as';
import { EndsMembership } from './end-membership';
import { FailedLogins } from './failed-logins';
import { ForgetExpiredSessions } from './forget-expired-sessions';
import { InvitationMails } from './invitation-mails';
import { InviteUser } from './invite-user';
import { LinkPages } from './link-pages';
import { LinkPagesController } from './link-pages.controller';
import { LogIn } from './log-in';
import { LogInAs } from './log-in-as';
import { LoginAsController } from './login-as.controller';
import { LoginAsStore } from './login-as.store';
import { LoginLinksController } from './login-links.controller';
import { LoginThrottle } from './login-throttle';
import { Logins } from './logins';
import { MailLinkStore } from './mail-link.store';
import { MailLinks } from './mail-links';
import { MailPasswordResetJob } from './mail-password-reset';
import { MailThrottle } from './mail-throttle';
import { MakeApiKey } from './make-api-key';
import { MeController } from './me.controller';
import { MembershipRow } from './membership.entity';
import { NewEmails } from './new-emails';
import { NewMember } from './new-member';
import { NewUsers } from './new-users';
import { CopyUser, GatherOwnAddresses } from './on-copy-person';
import { EraseFromIdentity } from './on-erase-person';
import { GatherUser } from './on-gather-traces';
import { OpenAccount } from './open-account';
import { OpenInvitations } from './open-invitations';
import { OpensProvenSession } from './open-proven-session';
import { PasswordChecks } from './password-checks';
import { Passwords } from './passwords';
import { People } from './people';
import { PersonalMails } from './personal-mails';
import { PersonalNews } from './personal-news';
import { PersonalRecord } from './personal-record';
import { PersonCopyStore } from './person-copy.store';
import { PersonRightsController } from './person-rights.controller';
import { PersonTraceStore } from './person-traces.store';
import { RemoveUser } from './remove-user';
import { ResetPassword } from './reset-password';
import { RestoreUser } from './restore-user';
import { RevokeApiKey } from './revoke-api-key';
import { RevokeSessions } from './revoke-sessions';
import { SecondFactor } from './second-factor';
import { SendInvitationAgain } from './send-invitation-again';
import { SessionRow } from './session.entity';
import { SessionStore } from './session.store';
import { Sessions } from './sessions';
import { SessionsController } from './sessions.controller';
import { ShowApiKeys } from './show-api-keys';
import { ShowLoginsAs } from './show-logins-as';
import { ShowSessions } from './show-sessions';
import { ShowUsers } from './show-users';
import { SignUp } from './sign-up';
import { TakesNewPassword } from './take-new-password';
import { TakesUpMembership } from './take-up-membership';
import { Team } from './team';
import { TeamInvitationRow } from './team-invitation.entity';
import { TeamInvitationStore } from './team-invitation.store';
import { TeamInvitations } from './team-invitations';
import { TeamInvitationsController } from './team-invitations.controller';
import { TotpController } from './totp.controller';
import { TotpStore } from './totp.store';
import { UserChanges } from './user-changes';
import { UserIncludes } from './user-includes';
import { UserRow } from './user.entity';
import { UserStore } from './user.store';
import { UsersController } from './users.controller';
import { WhoAmI } from './who-am-i';
import { WithdrawInvitation } from './withdraw-invitation';

@Module({
  imports: [
    AuditModule,
    DataRightsModule,
    DiscoveryModule,
    MessagingModule,
    TypeOrmModule.forFeature([AccountRow, UserRow, MembershipRow, SessionRow, ApiKeyRow, TeamInvitationRow]),
  ],
  controllers: [
    ApiKeysController,
    AuthController,
    LinkPagesController,
    MeController,
    TeamInvitationsController,
    UsersController,
    LoginAsController,
    LoginLinksController,
    PersonRightsController,
    SessionsController,
    TotpController,
  ],
  providers: [
    { provide: APP_GUARD, useClass: AuthGuard },
    AcceptInvitation,
    Accounts,
    AccountStore,
    AddUser,
    ApiKeyStore,
    AskEmailChange,
    AskPasswordReset,
    AssertRoutesDeclared,
    BeginTotp,
    ChangeInvitation,
    ChangePassword,
    ChangeUser,
    ConfirmEmailChange,
    ConfirmTotp,
    DisableTotp,
    EndLoginsAs,
    EndsMembership,
    EraseUser,
    EraseFromIdentity,
    ExportOneself,
    CopyUser,
    GatherOwnAddresses,
    GatherUser,
    PersonCopyStore,
    PersonTraceStore,
    FailedLogins,
    ForgetExpiredSessions,
    InvitationMails,
    InviteUser,
    LinkPages,
    LogIn,
    LogInAs,
    LoginAsStore,
    Logins,
    LoginThrottle,
    MailLinks,
    MailLinkStore,
    MailPasswordResetJob,
    MailThrottle,
    MakeApiKey,
    NewEmails,
    NewMember,
    NewUsers,
    OpenAccount,
    OpenInvitations,
    OpensProvenSession,
    PasswordChecks,
    Passwords,
    People,
    PersonalMails,
    PersonalNews,
    PersonalRecord,
    RemoveUser,
    ResetPassword,
    RestoreUser,
    RevokeApiKey,
    RevokeSessions,
    SecondFactor,
    SendInvitationAgain,
    Sessions,
    SessionStore,
    ShowApiKeys,
    ShowLoginsAs,
    ShowSessions,
    ShowUsers,
    SignUp,
    TakesNewPassword,
    TakesUpMembership,
    Team,
    TeamInvitations,
    TeamInvitationStore,
    TotpStore,
    UserChanges,
    UserIncludes,
    UserStore,
    WhoAmI,
    WithdrawInvitation,
  ],
  exports: [Accounts, Logins, People, UserIncludes],
})
export class IdentityModule {}
