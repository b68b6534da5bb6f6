import { Injectable } from '@nestjs/common';
import { DemoClient } from './demo-client';
import { DEMO_ACCOUNT, DEMO_ADMIN, DEMO_PASSWORD, DEMO_USERS, demoCalendars } from './demo-story';
import { DemoStore } from './demo.store';

interface Listed<Item> {
  items: Item[];
}

/**
 * Makes the demo account through the API, step by step and each step only where it is missing, so that a start that
 * was killed halfway is finished by the next one.
 */
@Injectable()
export class SeedDemo {
  constructor(private readonly store: DemoStore) {}

  /** @param baseUrl where this server listens */
  run(baseUrl: string): Promise<void> {
    return this.store.once(async () => {
      const visitor = new DemoClient(baseUrl);
      const admin = await this.admin(visitor);
      const userIds: string[] = [];
      for (const user of DEMO_USERS) userIds.push(await this.user(visitor, admin, user));
      await this.calendars(admin, userIds);
    });
  }

  private async admin(visitor: DemoClient): Promise<DemoClient> {
    const known = await visitor.logIn(DEMO_ADMIN.email, DEMO_PASSWORD);
    if (known) return known;
    await visitor.post('/v1/signup', { ...DEMO_ACCOUNT, ...DEMO_ADMIN, password: DEMO_PASSWORD });
    return this.admin(visitor);
  }

  /** @returns the user's ID */
  private async user(visitor: DemoClient, admin: DemoClient, user: { name: string; email: string }): Promise<string> {
    const { items } = await admin.get<Listed<{ id: string; email: string }>>('/v1/users?limit=200');
    const found = items.find(({ email }) => email === user.email);
    const { id } = found ?? (await admin.post<{ id: string }>('/v1/users', { ...user, password: DEMO_PASSWORD }));
    const self = await visitor.logIn(user.email, DEMO_PASSWORD);
    if (self) await this.connectZoom(self, user.email);
    return id;
  }

  /** The whole OAuth way, consent included, as a browser would go it. */
  private async connectZoom(self: DemoClient, zoomEmail: string): Promise<void> {
    const { state } = await self.get<{ state: string }>('/v1/me/integrations/zoom');
    if (state !== 'connected') {
      const { authorizeUrl } = await self.post<{ authorizeUrl: string }>('/v1/me/integrations/zoom/connect', {});
      await self.get(`${authorizeUrl}&sim_user=${encodeURIComponent(zoomEmail)}`);
    }
    await self.put('/v1/users/me/default-meeting-location', { kind: 'zoom', applyToCalendars: 'none' });
  }

  private async calendars(admin: DemoClient, userIds: string[]): Promise<void> {
    const { items } = await admin.get<Listed<{ slug: string }>>('/v1/calendars?limit=200');
    for (const calendar of demoCalendars(userIds)) {
      if (!items.some(({ slug }) => slug === calendar.slug)) await admin.post('/v1/calendars', calendar);
    }
  }
}
