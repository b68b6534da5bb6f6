export { CopiesPerson, type Copy } from './copies-person';
export { DataRightsModule } from './data-rights.module';
export { ErasesPerson } from './erases-person';
export {
  CopyPerson,
  type DataSubject,
  ErasePerson,
  type Erasure,
  GatherPerson,
  GatherTraces,
  type PersonalCopy,
} from './person.intents';
export { ReceiptJson, ReceiptPage, type ShownReceipt, toShownReceipt } from './receipt.dto';
export { type Receipt, ReceiptStore } from './receipt.store';
export { Redactions } from './redaction.store';
export { ERASED } from './traces.rules';
