import type { Pair } from '../../local-twilio';
import type { Conversation, Unasked, Update } from '../switchboard/protocol';

/** Calls back for each message of ours that comes from now on, until the signal ends it. */
export type Listen = (hear: (pair: Pair, message: Unasked) => void, signal: AbortSignal) => Promise<void>;

/** What a phone in the browser gets unasked. If that phone ends, nothing more is heard. */
export function listenTo(phone: string): Listen {
  return async (hear, signal) => {
    const { body } = await fetch(`${phone}/events`, { signal });
    let latest = 0;
    let rest = '';
    for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const events = (rest + part).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) take(JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '{}') as Update);
    }

    function take(update: Update): void {
      if ('everything' in update) latest = Math.max(latest, ...update.everything.conversations.map(latestIn));
      if (!('conversation' in update)) return;
      const { from, to, unasked } = update.conversation;
      for (const message of unasked) if (message.id > latest) hear({ from, to }, message);
      latest = Math.max(latest, latestIn(update.conversation));
    }
  };
}

/** The id of the latest message that came unasked. Ids count up over all conversations. */
function latestIn({ unasked }: Conversation): number {
  return unasked.at(-1)?.id ?? 0;
}
