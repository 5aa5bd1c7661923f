import { useState } from 'preact/hooks';
import { KeysButton } from './keys-button';
import { Failed, post } from './server';
import type { State } from './state';
import { ThemeButton } from './theme';
import { timeOf } from './wording';

export function Top({ state }: { state: State }) {
  return (
    <header>
      <div class="top">
        <img src="/icon.svg" alt="" width="30" height="30" />
        <h1>The phone</h1>
        <WebhookField key={state.webhook} webhook={state.webhook} />
        <KeysButton />
        <ThemeButton />
      </div>
      <Banners state={state} />
    </header>
  );
}

/** The URL that is texted. Another one can be typed. */
function WebhookField({ webhook }: { webhook: string }) {
  const [typed, setTyped] = useState(webhook);
  const [error, setError] = useState('');
  const use = async (event: Event) => {
    event.preventDefault();
    try {
      await post('/webhook', { url: typed });
      setError('');
    } catch (failure) {
      if (!(failure instanceof Failed)) throw failure;
      setError(failure.message);
    }
  };
  return (
    <form class="webhook" onSubmit={(event) => void use(event)}>
      <label for="webhook">texts</label>
      <input
        id="webhook"
        value={typed}
        spellcheck={false}
        autocomplete="off"
        title="The webhook: an http or https URL, of a Function, a Flask or an Express app"
        aria-describedby="webhook-error"
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === 'Escape') setTyped(webhook);
        }}
      />
      {typed !== webhook && <button>Text this one</button>}
      <span class="error" id="webhook-error" role="alert">
        {typed === webhook ? '' : error}
      </span>
    </form>
  );
}

/** What has to be known before anything else. */
function Banners({ state }: { state: State }) {
  const { connected, starting, build, talks } = state;
  return (
    <div class="banners" role="status">
      {!connected && talks.length > 0 && (
        <p class="banner">The phone is not running any more. Start it again: this page will notice.</p>
      )}
      {connected && starting && <p class="banner calm">The Function is being started. Texts wait for it.</p>}
      {build?.failure !== undefined && (
        <div class="banner">
          <p>
            <b>The last save does not build.</b> Still serving the build of {timeOf(build.at)}.
          </p>
          <pre tabIndex={0}>{build.failure}</pre>
        </div>
      )}
    </div>
  );
}
