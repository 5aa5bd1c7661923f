import { useState } from 'preact/hooks';
import { open } from './actions';
import { Failed } from './server';
import type { State } from './state';

interface Channel {
  readonly name: string;
  /** The text in front of both addresses. */
  readonly prefix: string;
  /** What the person is known by on it. */
  readonly from: string;
  /** What we are known by on it. */
  readonly to: string;
  readonly hint: string;
}

const CHANNELS: readonly [Channel, ...Channel[]] = [
  {
    name: 'SMS',
    prefix: '',
    from: '(415) 555-1234',
    to: '+1 415 555 0100',
    hint: 'A number with its country code, or one of ten digits.',
  },
  {
    name: 'WhatsApp',
    prefix: 'whatsapp:',
    from: '(415) 555-1234',
    to: '+1 415 555 0100',
    hint: 'Twilio writes whatsapp: before both numbers, and answers no STOP.',
  },
  {
    name: 'RCS',
    prefix: 'rcs:',
    from: '(415) 555-1234',
    to: 'my_agent',
    hint: 'The other side is the name of an agent.',
  },
  {
    name: 'Messenger',
    prefix: 'messenger:',
    from: '4051827364',
    to: '1029384756',
    hint: 'Both have ids of Facebook. It carries no cookies.',
  },
  {
    name: 'Short code',
    prefix: '',
    from: '(415) 555-1234',
    to: '12345',
    hint: 'Five or six digits. Twilio answers no STOP and no HELP there.',
  },
];

/** Who texts whom, and on which channel. */
export function NewConversation({ state, close }: { state: State; close: () => void }) {
  const [channel, setChannel] = useState(CHANNELS[0]);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState(channel.to);
  const [error, setError] = useState('');
  const start = async (event: Event) => {
    event.preventDefault();
    try {
      await open(state, { from: channel.prefix + from, to: channel.prefix + to });
      close();
    } catch (failure) {
      if (!(failure instanceof Failed)) throw failure;
      setError(failure.message);
    }
  };
  return (
    <form class="opening" onSubmit={(event) => void start(event)}>
      <label>
        Channel
        <select
          value={channel.name}
          onChange={({ currentTarget }) => {
            const chosen = CHANNELS.find(({ name }) => name === currentTarget.value) ?? CHANNELS[0];
            setChannel(chosen);
            setTo(chosen.to);
          }}
        >
          {CHANNELS.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        From
        <input
          value={from}
          list="callers"
          autocomplete="off"
          spellcheck={false}
          placeholder={channel.from}
          required
          onInput={({ currentTarget }) => setFrom(currentTarget.value)}
        />
      </label>
      <datalist id="callers">
        {Object.entries(state.callers).map(([address, name]) => (
          <option key={address} value={address} label={name} />
        ))}
      </datalist>
      <label>
        To
        <input
          value={to}
          autocomplete="off"
          spellcheck={false}
          required
          onInput={({ currentTarget }) => setTo(currentTarget.value)}
        />
      </label>
      <p class="hint">{channel.hint}</p>
      <p class="error" role="alert">
        {error}
      </p>
      <button>Start</button>
    </form>
  );
}
