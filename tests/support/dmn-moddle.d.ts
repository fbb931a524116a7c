declare module "dmn-moddle" {
  /** The part of the parser that the tests use; the package brings no types. */
  export class DmnModdle {
    fromXML(xml: string, type: string): Promise<{ rootElement: object; warnings: readonly object[] }>;
  }
}
