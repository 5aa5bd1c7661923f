import type { Everything } from '../../switchboard/protocol';

/** Somebody's name, or the address that we know them by. */
export function nameOf(address: string, callers: Everything['callers']): string {
  return callers[address] ?? callers[idOf(address)] ?? grouped(address);
}

/** The address without its channel. */
export function idOf(address: string): string {
  return address.replace(/^[a-z]+:/, '');
}

/** `+1 415 867 5308`: a number as people read it, without its channel, and grouped if it is a North American one. */
export function grouped(address: string): string {
  return idOf(address).replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3');
}

const CHANNELS: Readonly<Record<string, string>> = {
  whatsapp: 'WhatsApp',
  rcs: 'RCS',
  messenger: 'Messenger',
};

/** The channel of an address: `SMS`, `WhatsApp`. */
export function channelOf(address: string): string {
  const [, prefix] = /^([a-z]+):/.exec(address) ?? [];
  return prefix === undefined ? 'SMS' : (CHANNELS[prefix] ?? prefix);
}

/** Two letters for a name; the last two digits for a number. */
export function initialsOf(name: string): string {
  return /\d\d$/.test(name) ? name.slice(-2) : name.slice(0, 2);
}

/** A colour on the wheel, in degrees. Numbers that follow each other are far apart: by the golden angle. */
export function hueOf(address: string): number {
  const [digits] = /\d{1,9}$/.exec(address) ?? [];
  const number = Number(digits ?? Array.from(address, (each) => each.charCodeAt(0)).reduce((a, b) => a + b));
  return Math.round((number * 137.508) % 360);
}

/** `3:59:58`. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part, n) => (n === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** `4 h`, `1 h 30 min`, `2 days 3 h`. */
export function span(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = [days > 0 && counted(days, 'day'), hours > 0 && `${hours} h`, rest > 0 && `${rest} min`];
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
