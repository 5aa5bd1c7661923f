import { useState } from 'preact/hooks';
import type { Parameters } from '../../../local-twilio';
import type { State, Talk } from './state';

/** https://www.twilio.com/docs/messaging/guides/webhook-request */
const PRESETS: readonly { name: string; params: Parameters }[] = [
  {
    name: 'Location',
    params: {
      Latitude: '37.787890',
      Longitude: '-122.391664',
      Address: '375 Beale St, San Francisco',
      Label: 'Twilio',
    },
  },
  { name: 'Button', params: { ButtonText: 'Yes, please', ButtonPayload: 'yes' } },
  { name: 'Profile name', params: { ProfileName: 'Rey' } },
];

/** Sets parameters of the webhook for the next text. */
export function ParameterPanel({ state, talk, params }: { state: State; talk: Talk; params: Parameters }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const add = (more: Parameters) => state.keepDraft(talk, { params: { ...params, ...more } });
  return (
    <div class="panel parameters" role="group" aria-label="Parameters of the next text">
      <div class="actions">
        {PRESETS.map((preset) => (
          <button
            key={preset.name}
            type="button"
            title={Object.keys(preset.params).join(', ')}
            onClick={() => add(preset.params)}
          >
            {preset.name}
          </button>
        ))}
      </div>
      <div class="pair">
        <input
          aria-label="Name of a parameter"
          placeholder="ProfileName"
          spellcheck={false}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <input
          aria-label="Its value"
          placeholder="Rey"
          spellcheck={false}
          value={value}
          onInput={({ currentTarget }) => setValue(currentTarget.value)}
        />
        <button
          type="button"
          disabled={name.trim() === ''}
          onClick={() => {
            add({ [name.trim()]: value });
            setName('');
            setValue('');
          }}
        >
          Set
        </button>
      </div>
      <p class="hint">They go along with the next text. Edit a value by setting its name again.</p>
    </div>
  );
}
