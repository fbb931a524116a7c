import type { Cell, Raw } from "./encode";
import { nameOn } from "./enterprise";
import { CELL_FAULTS, PLACEHOLDERS, REPAIRABLE } from "./faults-cell";
import type { Field, Layout, Pattern } from "./layouts";
import type { Random } from "./random";
import type { CleanRow } from "./rows-common";
import type { Plan } from "./schedule";

/** One injected fault. `row` counts as the product's rows do; `field` is the field id, or `*` for the whole row; `clean` is what cleaning can restore, `meant` what the cell should have said. */
export type Truth = { row: number; pattern: Pattern; field: string; clean: Cell; meant: Cell };
export type SpoiledRow = { cells: Record<string, Cell | Raw>; uscc: string | null; truth: Omit<Truth, "row">[] };

type Chance = readonly [Field, Pattern];
type Menu = {
  readonly easy: readonly Chance[];
  readonly hard: readonly Chance[] /** Those that few values allow, tried first half of the time. */;
  readonly rare: readonly Chance[];
};
const RARE: readonly Pattern[] = ["MULTI_VALUE", "NEG_PAREN", "PERCENT", "BRACKET", "ENUM_ALIAS"];
const menus = new Map<string, Menu>();

/** Faults to which a dataset's fields are prone; a code also gets a wrong check character now and then. */
function menuOf(layout: Layout): Menu {
  const known = menus.get(layout.id);
  if (known) return known;
  const chances = layout.fields.flatMap((field) =>
    [...field.faults, ...(field.id === "uscc" && field.faults.includes("OCR") ? (["CHECK_CHAR"] as const) : [])].map((pattern): Chance => [field, pattern]),
  );
  const easy = chances.filter(([, pattern]) => REPAIRABLE.has(pattern));
  const menu = { easy, hard: chances.filter(([, pattern]) => !REPAIRABLE.has(pattern)), rare: easy.filter(([, pattern]) => RARE.includes(pattern)) };
  menus.set(layout.id, menu);
  return menu;
}

/** Share of faults that only a person can mend; few, or every firm would stay unknown. */
const HARD_SHARE = 0.05;
const TRIES = 12;

/** A comma without quotes splits a text over two columns. */
function shiftColumns(value: string): Raw | undefined {
  const at = value.indexOf("；") >= 0 ? value.indexOf("；") : Math.floor(value.length / 2);
  return value.length < 6 ? undefined : { raw: `${value.slice(0, at)},${value.slice(at + 1)}` };
}

function spoil(value: Cell, [field, pattern]: Chance, row: CleanRow, plan: Plan, random: Random): Cell | Raw | undefined {
  if (pattern === "PLACEHOLDER") return value === null ? random.pick(PLACEHOLDERS) : undefined;
  if (value === null) return undefined;
  if (pattern === "COL_SHIFT") return plan.format === "csv" ? shiftColumns(String(value)) : undefined;
  return CELL_FAULTS[pattern]?.(value, { field, enterprise: row.enterprise, random, text: plan.format === "csv" || plan.format === "xlsx" });
}

function chancesOf(menu: Menu, hard: boolean, uncommon: boolean): readonly Chance[] {
  if (hard) return menu.hard;
  return uncommon ? menu.rare : menu.easy;
}

/** Writes one fault into the row; at most a dozen tries to find a pattern that fits its values. */
function injectFault(row: CleanRow, spoiled: SpoiledRow, layout: Layout, plan: Plan, random: Random): void {
  const menu = menuOf(layout);
  const hard = row.enterprise.showcase === null && menu.hard.length > 0 && random.chance(HARD_SHARE);
  const uncommon = !hard && menu.rare.length > 0 && random.chance(0.5);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const chance = random.pick(chancesOf(menu, hard, uncommon && attempt < 4));
    const [field, pattern] = chance;
    const meant = row.cells[field.id] ?? null;
    const cell = spoil(meant, chance, row, plan, random);
    if (cell === undefined) continue;
    spoiled.cells[field.id] = cell;
    spoiled.truth.push({ pattern, field: field.id, clean: REPAIRABLE.has(pattern) ? meant : null, meant });
    return;
  }
}

/** The department still writes the name of before: natural, and known to the register. */
function noteOldName(row: CleanRow, spoiled: SpoiledRow, plan: Plan): void {
  const field = "accountName" in row.cells ? "accountName" : "name";
  if (row.unlinkable) {
    spoiled.truth.push({ pattern: "UNLINKABLE", field, clean: null, meant: nameOn(row.enterprise, plan.until) });
    return;
  }
  const registered = nameOn(row.enterprise, plan.until);
  const written = row.cells[field];
  if (row.enterprise.names.length > 1 && written !== undefined && written !== registered)
    spoiled.truth.push({ pattern: "OLD_NAME", field, clean: registered, meant: registered });
}

const DUPLICATES = 0.004;

/** Spoils the rows of a delivery: about one in seventeen carries a fault, one in 250 comes twice. */
export function spoilRows(rows: readonly CleanRow[], layout: Layout, plan: Plan, random: Random): SpoiledRow[] {
  const rate = 0.042 + 0.02 * random.next();
  return rows.flatMap((row) => {
    const spoiled: SpoiledRow = { cells: { ...row.cells }, uscc: row.enterprise.uscc, truth: [] };
    noteOldName(row, spoiled, plan);
    if (random.chance(rate)) injectFault(row, spoiled, layout, plan, random);
    if (!random.chance(DUPLICATES)) return [spoiled];
    const copy: SpoiledRow = { ...spoiled, truth: [...spoiled.truth, { pattern: "DUP_ROW", field: "*", clean: null, meant: null }] };
    return [spoiled, copy];
  });
}
