/** What is wrong with an answer, in words for the sender. */
export class Wrong {
  constructor(readonly reason: string) {}
}

export function wrong(reason: string): Wrong {
  return new Wrong(reason);
}
