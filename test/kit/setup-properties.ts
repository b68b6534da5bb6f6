import fc from 'fast-check';
import { SEED } from './seeded';

fc.configureGlobal({ seed: SEED });
