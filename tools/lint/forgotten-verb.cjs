/**
 * Finds a verb, or a part of a script, that is used without `yield*`: on its own it does nothing.
 *
 *     once('save', save);           // saves nothing
 *     address();                    // asks nothing: it is a generator that was never begun
 *     if (confirm('Sure?')) …       // is always true
 *
 * A verb may be stored, passed on and returned. So the rule reports only uses that make no sense: as a statement,
 * after a `yield` without a star, awaited, as a test, in a text, as an operand, spread.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'Verbs and parts of a script are used with yield*' },
    messages: { forgotten: '{{what}} does nothing here. Write `yield*` in front of it.' },
    schema: [],
  },
  create(context) {
    const { getTypeAtLocation } = context.sourceCode.parserServices;

    /** @param {...(import('estree').Node | null | undefined)} nodes */
    function check(...nodes) {
      for (const node of nodes) {
        if (!node || !isTalk(getTypeAtLocation(node))) continue;
        context.report({ node, messageId: 'forgotten', data: { what: nameOf(node, context.sourceCode) } });
      }
    }

    return {
      ExpressionStatement: ({ expression }) =>
        check(expression.type === 'AssignmentExpression' ? null : expression),
      YieldExpression: ({ delegate, argument }) => check(delegate ? null : argument),
      AwaitExpression: ({ argument }) => check(argument),
      UnaryExpression: ({ argument }) => check(argument),
      BinaryExpression: ({ left, right }) => check(left, right),
      // `??` chooses between verbs, one of which may be missing.
      LogicalExpression: ({ left, operator }) => check(operator === '??' ? null : left),
      IfStatement: ({ test }) => check(test),
      ConditionalExpression: ({ test }) => check(test),
      WhileStatement: ({ test }) => check(test),
      DoWhileStatement: ({ test }) => check(test),
      ForStatement: ({ test }) => check(test),
      ForOfStatement: ({ right }) => check(right),
      SpreadElement: ({ argument }) => check(argument),
      TemplateLiteral: ({ expressions }) => check(...expressions),
    };
  },
};

/**
 * A `Verb`, or a generator of steps, or one of several types of which one is that.
 *
 * @param {import('typescript').Type} type
 * @returns {boolean}
 */
function isTalk(type) {
  if (type.isUnion()) return type.types.some(isTalk);
  const name = type.symbol?.name;
  if (name === 'Verb') return isOurs(type) && type.getConstructSignatures().length === 0; // not the class itself
  const [step] = name === 'Generator' ? (type.typeArguments ?? type.resolvedTypeArguments ?? []) : [];
  return step !== undefined && (step.isUnion() ? step.types : [step]).some(isOurs);
}

/** @param {import('typescript').Type} type */
function isOurs({ symbol }) {
  const declarations = symbol?.declarations ?? [];
  return declarations.some((each) => /\/src\/dialogue\/(verb|step)\.ts$/.test(each.getSourceFile().fileName));
}

/** What was called, in few words: `once(…)`. */
function nameOf(node, sourceCode) {
  if (node.type === 'CallExpression') return `${sourceCode.getText(node.callee)}(…)`;
  return node.type === 'Identifier' ? node.name : 'This verb';
}
