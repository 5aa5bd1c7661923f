import type { Everything } from '../protocol';

/** Somebody's name, or the address that we know them by. */
export function nameOf(address: string, callers: Everything['callers']): string {
  return callers[address] ?? callers[address.replace(/^[a-z]+:/, '')] ?? grouped(address);
}

/** `+1 415 867 5308`: a number as people read it, where it is a North American one. */
export function grouped(address: string): string {
  return address.replace(/\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3');
}

/** Two letters for a name; the last two digits for a number. */
export function initialsOf(name: string): string {
  return /\d\d$/.test(name) ? name.slice(-2) : name.slice(0, 2);
}

/** `3:59:58`. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part, n) => (n === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** `4 h`, `1 h 30 min`. */
export function span(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  const parts = [minutes >= 60 && `${Math.floor(minutes / 60)} h`, minutes % 60 > 0 && `${minutes % 60} min`];
  return parts.filter(Boolean).join(' ') || '0 min';
}

export function timeOf(at: number): string {
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

export function dayOf(at: number): string {
  return new Date(at).toLocaleDateString([], { weekday: 'short', day: 'numeric', month: 'short' });
}

export function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}
