export { Events } from './events';
export { ReactsTo, allFacts, defineFact, type Fact, type Reaction } from './fact-definition';
export { FactReactions } from './fact-reactions';
export { FactRow } from './fact.entity';
export { AnswersIntent, Intents, defineIntent, type IntentAnswer } from './intents';
