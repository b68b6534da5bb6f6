import { Injectable, OnModuleInit } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { randomToken } from '../platform/crypto';

/** Argon2id with the library's parameters (19 MiB, 2 passes), OWASP's minimum; about 20 ms off the event loop. */
@Injectable()
export class Passwords implements OnModuleInit {
  /** Nobody's password: compared when there is none, so that the answer takes as long. */
  private decoy: string;

  async onModuleInit(): Promise<void> {
    this.decoy = await this.hash(randomToken());
  }

  hash(password: string): Promise<string> {
    return hash(password);
  }

  async matches(password: string, stored: string | null | undefined): Promise<boolean> {
    const matches = await verify(stored ?? this.decoy, password);
    return matches && typeof stored === 'string';
  }
}
