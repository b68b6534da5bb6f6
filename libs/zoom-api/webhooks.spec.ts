import { createHmac } from 'node:crypto';
import { SignedRequest, urlValidationAnswer, verifySignature } from './index';

const NOW = 1_800_000_000_000;
const secret = 'webhook-secret';
const rawBody = Buffer.from('{"event":"meeting.deleted","url":"https:\\/\\/x.test"}');

function signed(atSeconds: number, over: Partial<SignedRequest> = {}): SignedRequest {
  const timestamp = String(atSeconds);
  const hmac = createHmac('sha256', secret).update(`v0:${timestamp}:${rawBody.toString()}`).digest('hex');
  return { secret, timestamp, signature: `v0=${hmac}`, rawBody, now: NOW, ...over };
}

describe("a webhook's signature", () => {
  it('holds over the raw bytes within five minutes either way', () => {
    expect(verifySignature(signed(NOW / 1000))).toBe(true);
    expect(verifySignature(signed(NOW / 1000, { rawBody: rawBody.toString() }))).toBe(true);
    expect(verifySignature(signed(NOW / 1000 - 300))).toBe(true);
    expect(verifySignature(signed(NOW / 1000 - 301))).toBe(false);
    expect(verifySignature(signed(NOW / 1000 + 301))).toBe(false);
  });

  it.each<[string, Partial<SignedRequest>]>([
    ['another body', { rawBody: '{}' }],
    ['another secret', { secret: 'other' }],
    ['no secret', { secret: '', signature: `v0=${createHmac('sha256', '').update('x').digest('hex')}` }],
    ['no signature', { signature: undefined }],
    ['a short signature', { signature: 'v0=' }],
    ['a signature of other characters', { signature: 'é'.repeat(67) }],
    ['no timestamp', { timestamp: undefined }],
    ['a timestamp that is none', { timestamp: '1e9' }],
  ])('fails with %s', (_name, over) => {
    expect(verifySignature(signed(NOW / 1000, over))).toBe(false);
  });

  it('answers the validation of the address', () => {
    expect(urlValidationAnswer('qgg8vlvZRS6UYooatFL8Aw', secret)).toEqual({
      plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
      encryptedToken: createHmac('sha256', secret).update('qgg8vlvZRS6UYooatFL8Aw').digest('hex'),
    });
  });
});
