import { SaxesParser } from "saxes";
import type { XmlNode } from "@/lib/disbursement/xml";

/** Far above a batch of 500 lines, far below what could hold up a server. */
const LIMITS = { depth: 24, elements: 60_000, attributes: 8, textLength: 2_000 } as const;

export type XmlTree = { readonly root: XmlNode; readonly namespace: string };

type Building = { name: string; attributes: Record<string, string>; children: Building[]; text: string };

class UnsafeXml extends Error {}
const unsafe = (): never => {
  throw new UnsafeXml();
};

/** Builds the elements of the root's namespace; whatever stands in another one is left out with all that is in it. */
class TreeBuilder {
  readonly #open: (Building | null)[] = [];
  #root: Building | null = null;
  #namespace = "";
  #elements = 0;

  open(local: string, uri: string, attributes: Record<string, string>): void {
    this.#elements += 1;
    if (this.#elements > LIMITS.elements || this.#open.length >= LIMITS.depth || Object.keys(attributes).length > LIMITS.attributes) unsafe();
    const parent = this.#open.at(-1);
    if (parent === undefined) {
      if (this.#root !== null || uri === "") unsafe();
      this.#namespace = uri;
    }
    const foreign = uri !== this.#namespace || parent === null;
    const node = foreign ? null : { name: local, attributes, children: [], text: "" };
    if (node && parent) parent.children.push(node);
    if (node && parent === undefined) this.#root = node;
    this.#open.push(node);
  }

  text(text: string): void {
    const node = this.#open.at(-1);
    if (node === undefined && text.trim() !== "") unsafe();
    if (!node) return;
    node.text += text;
    if (node.text.length > LIMITS.textLength) unsafe();
  }

  close(): void {
    const node = this.#open.pop();
    // Words beside elements belong to no message of ours.
    if (node && node.children.length > 0 && node.text.trim() !== "") unsafe();
  }

  finish(): XmlTree {
    if (this.#root === null || this.#open.length > 0) return unsafe();
    return { root: this.#root, namespace: this.#namespace };
  }
}

/** 读 XML: strictly, as a tree, or null. No document types and so no entities, no second root, no words between elements, bounded in depth and number. */
export function readXmlTree(text: string): XmlTree | null {
  const tree = new TreeBuilder();
  const parser = new SaxesParser({ xmlns: true });
  parser.on("doctype", unsafe);
  parser.on("error", unsafe);
  parser.on("opentag", ({ local, uri, attributes }) => {
    const plain = Object.values(attributes).filter((one) => one.prefix !== "xmlns" && one.name !== "xmlns" && one.uri === "");
    tree.open(local, uri, Object.fromEntries(plain.map((one) => [one.local, one.value])));
  });
  parser.on("closetag", () => tree.close());
  parser.on("text", (words) => tree.text(words));
  parser.on("cdata", (words) => tree.text(words));
  try {
    parser.write(text).close();
    return tree.finish();
  } catch (error) {
    if (error instanceof UnsafeXml) return null;
    throw error;
  }
}
