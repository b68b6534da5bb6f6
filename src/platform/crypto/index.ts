export { RotateKeys, type Rotation } from './rotate-keys';
export { SealedStore } from './sealed.store';
export { type SealedPlace, allSealedTexts, defineSealedColumn, defineSealedInJob } from './sealed-texts';
export { loadSecretKeys } from './secret-keys';
export { Secrets, UnsealError } from './secrets';
export { API_KEY_PREFIX, hashToken, isApiKey, randomApiKey, randomToken } from './tokens';
