/** The kinds of problems that block a deploy. */
export type FindingName =
  | 'build'
  | 'types'
  | 'deploy-refused'
  | 'missing-folder'
  | 'outside-project'
  | 'runtime'
  | 'no-function'
  | 'public-function'
  | 'public-callers'
  | 'uploaded-secret'
  | 'missing-variable'
  | 'unnamed-variable'
  | 'no-example'
  | 'invalid-variable'
  | 'weak-secret'
  | 'too-large'
  | 'dependency'
  | 'unresolved-require'
  | 'relative-read'
  | 'function-fails'
  | 'conversation';

export interface Finding {
  readonly name: FindingName;
  /** What is wrong, and where. Never a secret. */
  readonly what: string;
  readonly remedy: string;
}
