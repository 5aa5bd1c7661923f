import { useState } from 'preact/hooks';
import { Dialog } from './dialog';
import { KEYS } from './keys';

const OTHERS = [
  ['Enter', 'sends'],
  ['Shift Enter', 'begins a new line'],
  ['↑', 'in an empty field, brings the last text back'],
  ['Escape', 'closes what is open'],
] as const;

export function KeysButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="quiet" onClick={() => setOpen(true)}>
        Keys
      </button>
      {open && (
        <Dialog title="Keys" close={() => setOpen(false)}>
          <dl class="keys">
            {OTHERS.map(([name, what]) => (
              <Key key={name} name={name} what={what} />
            ))}
            {KEYS.map(({ name, what }) => (
              <Key key={name} name={`Alt ${name}`} what={what} />
            ))}
          </dl>
        </Dialog>
      )}
    </>
  );
}

function Key({ name, what }: { name: string; what: string }) {
  return (
    <div>
      <dt>
        {name.split(' ').map((part) => (
          <kbd key={part}>{part}</kbd>
        ))}
      </dt>
      <dd>{what}</dd>
    </div>
  );
}
