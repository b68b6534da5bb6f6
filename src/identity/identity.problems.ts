import { defineProblem } from '../platform/http';

export const SignupDisabled = defineProblem('signup-disabled', 403, 'Signing up is turned off');
export const ChooseAccount = defineProblem('choose-account', 409, 'Choose the account to log in to');
export const EmailExists = defineProblem('email-exists', 409, 'A user with this e-mail exists');
export const TotpRequired = defineProblem('totp-required', 401, 'A code of the second factor is needed');
export const TotpWrong = defineProblem('totp-wrong', 401, 'The code of the second factor is wrong');
export const TotpActive = defineProblem('totp-active', 409, 'The second factor is on already');
export const LinkOver = defineProblem('link-over', 410, 'This link works no more');
export const LastOwner = defineProblem('last-owner', 409, 'An account needs an owner');
export const CannotRemoveOneself = defineProblem('cannot-remove-oneself', 409, 'Nobody can remove themselves');
export const NotDeleted = defineProblem('not-deleted', 409, 'Only a deleted user can be restored');
export const TooManyApiKeys = defineProblem('too-many-api-keys', 409, 'The user has too many API keys already');
export const NotWhileActingAs = defineProblem('not-while-acting-as', 403, 'This is not done in the name of another');
export const AlreadyRestored = defineProblem('already-restored', 409, 'The user was restored before');
export const CannotErase = defineProblem('cannot-erase', 409, 'The user cannot be erased');
export const CannotLoginAs = defineProblem('cannot-login-as', 409, 'Nobody can be logged in as them');
