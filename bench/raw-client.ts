import { type Socket, connect } from 'node:net';

/** One connection that asks again and again and looks at no more than length and status: it leaves the processors to the server. */
export class RawClient {
  private readonly authorization: string;
  private readonly status: number;
  private readonly socket: Socket;
  private answered: ((outcome: number | Error) => void) | null = null;
  /** Of the answer that is coming: what is still missing, once its head is there. */
  private missing: number | null = null;
  private bytes = 0;
  private head = '';

  /** @param expected what every request must be answered with */
  constructor(
    private readonly url: URL,
    { status = 200, token }: { status?: number; token?: string } = {},
  ) {
    this.status = status;
    this.authorization = token === undefined ? '' : `authorization: Bearer ${token}\r\n`;
    this.socket = connect(Number(url.port), url.hostname).setNoDelay();
    this.socket.on('data', (chunk: Buffer) => {
      this.take(chunk);
    });
    this.socket.on('error', (error) => this.answered?.(error));
  }

  /** @returns the length of the body; fails unless it is answered as expected */
  async get(path: string): Promise<number> {
    const outcome = await new Promise<number | Error>((resolve) => {
      this.answered = resolve;
      this.socket.write(`GET ${path} HTTP/1.1\r\nhost: ${this.url.host}\r\n${this.authorization}\r\n`);
    });
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    let body = chunk.length;
    if (this.missing === null) {
      this.head += chunk.toString('latin1');
      const end = this.head.indexOf('\r\n\r\n');
      if (end < 0) return;
      body = this.head.length - end - 4;
      this.bytes = Number(/\r\ncontent-length: (\d+)/i.exec(this.head.slice(0, end))?.[1] ?? NaN);
      this.missing = this.bytes;
    }
    this.missing -= body;
    if (this.missing > 0) return;
    const { head, bytes, answered } = this;
    [this.head, this.missing, this.answered] = ['', null, null];
    answered?.(head.startsWith(`HTTP/1.1 ${this.status}`) ? bytes : new Error(`It was answered ${head}`));
  }
}
