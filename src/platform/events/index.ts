export { Events, type FactAbout } from './events';
export {
  ReactsTo,
  allFacts,
  defineFact,
  reactionOf,
  type Fact,
  type FactDefinition,
  type Reaction,
  type ReactionInfo,
} from './fact-definition';
export { FactReactions } from './fact-reactions';
export { FactRow } from './fact.entity';
export { AnswersIntent, Intents, defineIntent, type IntentAnswer } from './intents';
