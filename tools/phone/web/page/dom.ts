type Child = Node | string | false | undefined;

/** Makes an element. What is text becomes a text node: there is no way to markup from here. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== false && child !== undefined));
  return made;
}

/** The element of index.html that has this id. @throws where it is another kind of element */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`index.html has no ${kind.name} #${id}.`);
}

/** Puts these in the place of what was there. Whoever was on an element with an id stays on it. */
export function fill(parent: HTMLElement, ...children: Child[]): void {
  const focused = parent.contains(document.activeElement) ? document.activeElement?.id : undefined;
  parent.replaceChildren(...children.filter((child) => child !== false && child !== undefined));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
