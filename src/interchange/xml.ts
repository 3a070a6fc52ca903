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

// XML 1.0 (5th edition), section 2.2: control characters other than tab and line ends can't be written at all
// oxlint-disable-next-line no-control-regex -- they are what is meant
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

const escape = (text: string): string =>
  text
    .replaceAll(FORBIDDEN, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

function write({ name, attributes = {}, content = [] }: XmlElement, indent: string): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escape(String(value)).replaceAll('\n', '&#10;')}"`],
  );
  const head = `${indent}<${name}${written.join('')}`;
  if (typeof content !== 'object') return `${head}>${escape(String(content))}</${name}>`;
  const children = content.filter((child) => child !== null);
  if (children.length === 0) return `${head}/>`;
  return `${head}>\n${children.map((child) => write(child, `${indent}  `)).join('\n')}\n${indent}</${name}>`;
}

/** An XML document: declaration, document type, root. */
export const xmlDocument = (doctype: string, root: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE ${doctype}>\n${write(root, '')}\n`;
