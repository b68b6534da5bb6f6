export type { Channel } from './channels';
export { check } from './check';
export { MAX_TEXT_LENGTH, parse } from './parse';
export type { Fault, Template, TextPart, ValuePart } from './parse';
export { render } from './render';
export type { CustomValues } from './render';
