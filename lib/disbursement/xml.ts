/** One element of an XML document as the reader hands it in: local names, one namespace, text joined. Reading the bytes is the reader's matter. */
export type XmlNode = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
};

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);

type Inside = string | readonly string[];

/** An element as text: a string inside is escaped content, a list is elements in their order. */
export function element(name: string, inside: Inside, attributes: Readonly<Record<string, string>> = {}): string {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(value)}"`)].join(" ");
  return `<${head}>${typeof inside === "string" ? escapeXml(inside) : inside.join("")}</${name}>`;
}

export const xmlDocument = (root: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;

/** Thrown inside a reader of a message and turned into its refusal: an element that may stand once stands twice, or one that must be there is not. */
export class XmlShapeFault extends Error {}

export const childrenOf = (node: XmlNode, name: string): readonly XmlNode[] => node.children.filter((one) => one.name === name);

/** The only child of a name; null without one, a fault with two: nobody is paid by whichever comes first. */
export function childOf(node: XmlNode | null, name: string): XmlNode | null {
  if (node === null) return null;
  const [first, second] = childrenOf(node, name);
  if (second) throw new XmlShapeFault(`two ${name}`);
  return first ?? null;
}

/** The node at the end of a path of single children. */
export const nodeAt = (node: XmlNode | null, ...path: readonly string[]): XmlNode | null => path.reduce<XmlNode | null>((at, name) => childOf(at, name), node);

/** Text at the end of a path, trimmed; empty when the path does not lead there. */
export const textAt = (node: XmlNode | null, ...path: readonly string[]): string => nodeAt(node, ...path)?.text.trim() ?? "";
