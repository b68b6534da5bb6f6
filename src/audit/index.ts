export { Acts, type Told } from './acts';
export { Audit, type AuditAbout, type AuditTarget } from './audit';
export { AuditModule } from './audit.module';
export { AuditReader, type AuditEntry, type AuditFilter } from './audit.reader';
export { changed } from './audit.rules';
export { type Head } from './chain.rules';
export { rotateAuditKeys, signAudit } from './sign-audit';
export { type Finding } from './verdict.rules';
export { type Verdict, auditVerifier } from './verify-audit';
