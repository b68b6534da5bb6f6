import { SetMetadata } from '@nestjs/common';

export const PUBLIC_ROUTE = 'slotlink:public-route';

/** A route that needs no token. All others do. */
export const Public = () => SetMetadata(PUBLIC_ROUTE, true);
