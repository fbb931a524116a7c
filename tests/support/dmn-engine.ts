import { DmnModdle } from "dmn-moddle";
import { evaluate, unaryTest } from "feelin";

type Expression = { readonly text: string };
type Table = {
  readonly hitPolicy: string;
  readonly input: readonly { readonly inputExpression: Expression }[];
  readonly rule: readonly { readonly inputEntry: readonly Expression[]; readonly outputEntry: readonly Expression[] }[];
};
type Element = {
  readonly $type: string;
  readonly name: string;
  readonly label: string;
  readonly variable: { readonly name: string; readonly typeRef: string };
  readonly informationRequirement?: readonly { readonly requiredInput?: { readonly href: string }; readonly requiredDecision?: { readonly href: string } }[];
  readonly decisionLogic?: (Expression | Table) & { readonly $type: string };
};
export type Definitions = { readonly drgElement: readonly Element[]; readonly itemDefinition: readonly { readonly name: string }[] };

/** Reads a DMN file with the parser of bpmn.io; what that parser finds wrong or does not know is a warning. */
export async function readDmn(xml: string): Promise<{ readonly definitions: Definitions; readonly warnings: readonly string[] }> {
  const { rootElement, warnings } = await new DmnModdle().fromXML(xml, "dmn:Definitions");
  return { definitions: rootElement as unknown as Definitions, warnings: (warnings as readonly { message: string }[]).map(({ message }) => message) };
}

type Context = Readonly<Record<string, unknown>>;

/** A value as a DMN engine takes it in under its declared type; a date arrives as text. */
function typed(value: unknown, typeRef: string): unknown {
  if (value === undefined || value === null) return null;
  return typeRef === "date" ? evaluate("date(text)", { text: value as string }).value : value;
}

function decide({ decisionLogic: logic, name }: Element, context: Context): unknown {
  if (!logic) throw new Error(`${name} has no logic`);
  const feel = ({ text }: Expression) => {
    const { value, warnings } = evaluate(text, context);
    const strange = warnings.filter(({ type }) => type === "NO_VARIABLE_FOUND" || type === "NO_FUNCTION_FOUND");
    if (strange.length > 0) throw new Error(`${name}: ${strange.map(({ message }) => message).join("; ")}`);
    return value as unknown;
  };
  if ("text" in logic) return feel(logic);
  const [input] = logic.input;
  if (logic.hitPolicy !== "FIRST" || !input) throw new Error(`${name}: not the table this engine reads`);
  const asked = feel(input.inputExpression);
  const hit = logic.rule.find(
    (rule) => unaryTest(rule.inputEntry[0]?.text ?? "-", { ...context, "?": asked } as Parameters<typeof unaryTest>[1]).value === true,
  );
  return hit?.outputEntry[0] ? feel(hit.outputEntry[0]) : null;
}

/**
 * A small DMN engine for tests: FEEL by feelin, the order of decisions by their requirements. A decision sees only what it
 * declares that it needs, so that a requirement left out is found.
 */
export function runDmn({ drgElement }: Definitions, inputs: Context): Readonly<Record<string, unknown>> {
  const byId = new Map(drgElement.map((element) => [element.name, element]));
  const known = new Map<string, unknown>();
  const resultOf = (name: string): unknown => {
    if (known.has(name)) return known.get(name);
    const element = byId.get(name);
    if (!element) throw new Error(`nothing is called ${name}`);
    const value = element.$type === "dmn:InputData" ? typed(inputs[name], element.variable.typeRef) : decide(element, needsOf(element));
    known.set(name, value);
    return value;
  };
  const needsOf = ({ informationRequirement = [] }: Element): Context =>
    Object.fromEntries(
      informationRequirement.map(({ requiredInput, requiredDecision }) => {
        const name = (requiredInput ?? requiredDecision)?.href.slice(1) ?? "";
        return [name, resultOf(name)];
      }),
    );
  return Object.fromEntries(drgElement.filter(({ $type }) => $type === "dmn:Decision").map(({ name }) => [name, resultOf(name)]));
}
