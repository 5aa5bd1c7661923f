import {
  conversations,
  createConversation,
  type Conversation,
  type ConversationData,
  type ConversationFlavor,
  type VersionedState,
} from '@grammyjs/conversations';
import { Bot, type Context } from 'grammy';
import type { Update } from 'grammy/types';

type Talking = ConversationFlavor<Context>;

/**
 * A conversation that asks without end, as grammY's documentation writes one: its storage is a Map,
 * and Telegram's API is answered in this process.
 * https://grammy.dev/plugins/conversations
 */
export class GrammyTalk {
  readonly #storage = new Map<string, VersionedState<ConversationData>>();
  readonly #bot = new Bot<Talking>('1:token', {
    botInfo: {
      id: 1,
      is_bot: true,
      first_name: 'Bot',
      username: 'bot',
      can_join_groups: false,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
    } as never,
  });
  #updates = 0;

  constructor() {
    const storage = this.#storage;
    const message = { message_id: 1, date: 0, chat: { id: 7, type: 'private', first_name: 'Rey' } };
    const answerHere = () => Promise.resolve({ ok: true, result: message } as never);
    this.#bot.api.config.use(answerHere);
    this.#bot.use(
      conversations<Talking, Context>({
        storage: {
          type: 'key',
          getStorageKey: () => 'rey',
          adapter: {
            read: (key) => storage.get(key),
            write: (key, state) => void storage.set(key, state),
            delete: (key) => void storage.delete(key),
          },
        },
        plugins: [
          async (ctx, next) => {
            ctx.api.config.use(answerHere);
            await next();
          },
        ],
      }),
    );
    this.#bot.use(createConversation<Talking, Context>(questions, 'questions'));
    this.#bot.command('start', (ctx) => ctx.conversation.enter('questions'));
  }

  /** Sends it a text, and waits until it has answered. */
  async send(text: string): Promise<void> {
    const id = ++this.#updates;
    const update = {
      update_id: id,
      message: {
        message_id: id,
        date: 1_700_000_000,
        text,
        chat: { id: 7, type: 'private', first_name: 'Rey' },
        from: { id: 7, is_bot: false, first_name: 'Rey' },
        ...(text.startsWith('/') && { entities: [{ type: 'bot_command', offset: 0, length: text.length }] }),
      },
    };
    await this.#bot.handleUpdate(update as Update);
  }

  /** What it remembers, as JSON. */
  get bytes(): number {
    return JSON.stringify([...this.#storage.values()]).length;
  }

  save(): readonly [string, VersionedState<ConversationData>][] {
    return structuredClone([...this.#storage]);
  }

  restore(saved: readonly [string, VersionedState<ConversationData>][]): void {
    this.#storage.clear();
    for (const [key, state] of structuredClone(saved)) this.#storage.set(key, state);
  }
}

async function questions(conversation: Conversation, ctx: Context): Promise<void> {
  for (let n = 1; ; n++) {
    await ctx.reply(`What is your answer to question ${n}?`);
    await conversation.waitFor('message:text');
  }
}
