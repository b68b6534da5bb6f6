import { SetMetadata } from '@nestjs/common';

export const NOT_REPEATABLE = 'slotlink:not-repeatable';

/** A POST that creates nothing: an Idempotency-Key means nothing to it, and its answer is not kept. */
export const NotRepeatable = () => SetMetadata(NOT_REPEATABLE, true);
