import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  /** The address of RCPT TO. */
  to: string;
  /** Unfolded, by lower-case name. */
  headers: Record<string, string>;
  /** The leaves of the MIME tree, in order. */
  parts: { contentType: string; disposition: string; content: string }[];
}

export interface TestSmtpServer {
  url: string;
  received: ReceivedMail[];
  /** Answers the next `times` mails with this SMTP code, at RCPT TO or after DATA. */
  refuse(code: number, at: 'recipient' | 'data', times?: number): void;
  close(): Promise<void>;
}

/** A mail server on a free port that keeps what it gets. */
export async function startSmtpServer(port = 0): Promise<TestSmtpServer> {
  const received: ReceivedMail[] = [];
  let refusals: { code: number; at: 'recipient' | 'data' }[] = [];
  const refusal = (at: 'recipient' | 'data') => {
    if (refusals[0]?.at !== at) return null;
    const { code } = refusals.shift()!;
    return Object.assign(new Error('not here'), { responseCode: code });
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => {
      done(refusal('recipient'));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refused = refusal('data');
        if (!refused) received.push(read(Buffer.concat(chunks).toString('utf8'), session.envelope.rcptTo[0]!.address));
        done(refused);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    refuse: (code, at, times = 1) => {
      refusals = Array.from({ length: times }, () => ({ code, at }));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

function read(raw: string, to: string): ReceivedMail {
  const { headers } = entity(raw);
  return { to, headers, parts: leaves(raw) };
}

function entity(raw: string): { headers: Record<string, string>; body: string } {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  ) as Record<string, string>;
  return { headers, body: raw.slice(end + 4) };
}

function leaves(raw: string): ReceivedMail['parts'] {
  const { headers, body } = entity(raw);
  const contentType = headers['content-type'] ?? 'text/plain';
  const boundary = /boundary="([^"]+)"/.exec(contentType)?.[1];
  if (boundary !== undefined) {
    const inner = body.split(`--${boundary}`).slice(1, -1);
    return inner.flatMap((part) => leaves(part.replace(/^\r\n/, '').replace(/\r\n$/, '')));
  }
  const content = decoded(body, headers['content-transfer-encoding'] ?? '7bit');
  return [{ contentType, disposition: headers['content-disposition'] ?? '', content }];
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
