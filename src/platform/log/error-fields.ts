interface Fault {
  name?: string;
  message?: string;
  stack?: string;
  /** Of the system, of PostgreSQL, or Zoom's own. */
  code?: unknown;
  cause?: unknown;
  /** What TypeORM wraps. */
  driverError?: { code?: unknown; table?: unknown; constraint?: unknown };
  /** Of a ZoomError. */
  kind?: unknown;
  trackingId?: unknown;
}

/**
 * What is logged of an error: what it is and where it was thrown. Not what else hangs on it: the values of a statement that
 * failed are among that, and so are hashes of passwords, e-mails and sealed tokens.
 */
export function errorFields(error: unknown): Record<string, unknown> {
  // pino hands over a copy that leads to the error itself.
  const { raw = error } = (error ?? {}) as { raw?: unknown };
  if (typeof raw !== 'object' || raw === null) return { message: String(raw) };
  const { name, message, stack, code, cause, driverError, kind, trackingId } = raw as Fault;
  const { table, constraint } = driverError ?? {};
  const fields = { type: name, message, stack, code: code ?? driverError?.code, table, constraint, kind, trackingId };
  return {
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)),
    ...(cause !== undefined && cause !== raw && { cause: errorFields(cause) }),
  };
}
