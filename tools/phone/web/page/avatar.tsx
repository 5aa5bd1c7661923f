import { hueOf, initialsOf } from './wording';

export function Avatar({ address, name }: { address: string; name: string }) {
  return (
    <span class="avatar" aria-hidden="true" style={{ '--hue': String(hueOf(address)) }}>
      {initialsOf(name)}
    </span>
  );
}
