import type { Rule } from 'eslint';

declare const forgottenVerb: Rule.RuleModule;
export = forgottenVerb;
