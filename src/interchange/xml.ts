import { escapeXml } from '../core/text.ts';

/** An element of an XML document. */
export interface XmlElement {
  name: string;
  attributes?: Record<string, string | number | undefined>;
  /** Elements, or one text. */
  content?: readonly (XmlElement | null)[] | string | number;
}

/** An element with contents; `null` among them is left out. */
export const element = (
  name: string,
  content: XmlElement['content'] = [],
  attributes: NonNullable<XmlElement['attributes']> = {},
): XmlElement => ({ name, content, attributes });

function write({ name, attributes = {}, content = [] }: XmlElement, indent: string): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`],
  );
  const head = `${indent}<${name}${written.join('')}`;
  if (typeof content !== 'object') return `${head}>${escapeXml(String(content))}</${name}>`;
  const children = content.filter((child) => child !== null);
  if (children.length === 0) return `${head}/>`;
  return `${head}>\n${children.map((child) => write(child, `${indent}  `)).join('\n')}\n${indent}</${name}>`;
}

/** An XML document: declaration, document type, root. */
export const xmlDocument = (doctype: string, root: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE ${doctype}>\n${write(root, '')}\n`;
