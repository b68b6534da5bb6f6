export { letterHtml, letterText, type Letter, type LetterRow } from './letter';
export { CHANNELS, MESSAGE_STATES, type Channel, type MessageRow, type MessageState } from './message.entity';
export { MessageStore, type MessageFilter, type MessageSelection } from './message.store';
export { MessagingModule } from './messaging.module';
export { Outbox, type InAppMessage, type OutgoingMail } from './outbox';
