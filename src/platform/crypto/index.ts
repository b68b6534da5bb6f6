export { loadSecretKeys } from './secret-keys';
export { Secrets, UnsealError } from './secrets';
export { hashToken, randomToken } from './tokens';
