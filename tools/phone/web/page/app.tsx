import { useEffect } from 'preact/hooks';
import { Device } from './device';
import { Inspector } from './inspector';
import { listenToKeys } from './keys';
import { People } from './people';
import type { State } from './state';
import { Top } from './top';

export function App({ state }: { state: State }) {
  const { current } = state;
  useEffect(() => listenToKeys(state), [state]);
  return (
    <>
      <Top state={state} />
      <main>
        <People state={state} />
        {current ? (
          <Device key={current.key} state={state} talk={current} />
        ) : (
          <p class="nobody">{state.connected ? 'No conversation. Begin one.' : 'Waiting for the phone…'}</p>
        )}
        {current && <Inspector state={state} talk={current} />}
      </main>
      <p class="spoken" role="status">
        {state.spoken}
      </p>
    </>
  );
}
