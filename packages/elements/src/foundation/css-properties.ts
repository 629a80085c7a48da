import { noChange, type ElementPart } from 'lit';
import { Directive, directive, PartType, type DirectiveResult, type PartInfo } from 'lit/directive.js';

type Properties = Readonly<Record<string, string>>;

/**
 * Sets CSS properties of an element through its style object, which a strict content security policy allows. (A `style`
 * attribute, which Lit's own `styleMap` writes at first, is not allowed.)
 */
class CssPropertiesDirective extends Directive {
  #set: Properties = {};

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new TypeError('expected cssProperties on an element');
  }

  override update(part: ElementPart, [properties]: [Properties]): typeof noChange {
    const { style } = part.element as HTMLElement | SVGElement;
    for (const [name, value] of Object.entries(properties)) if (this.#set[name] !== value) style.setProperty(name, value);
    for (const name of Object.keys(this.#set)) if (!(name in properties)) style.removeProperty(name);
    this.#set = properties;
    return noChange;
  }

  override render(_properties: Properties): typeof noChange {
    return noChange;
  }
}

export const cssProperties: (properties: Properties) => DirectiveResult = directive(CssPropertiesDirective);
