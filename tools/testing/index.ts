/** All that the test of a conversation imports. */
export { given } from './given';
export { message } from './messages';
export type { RecordedConversation, RecordedStep } from './recording';
export { talk, type Later } from './talk';
export { turnOf } from './turns';
export { ScriptError, TestPhone, type Text } from './test-phone';
