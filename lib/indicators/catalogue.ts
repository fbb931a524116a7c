import { z } from "zod";
import { Sensitivity } from "../pipeline/dataset";

/** 指标期间: the state on a day, the latest month, a full year, or a series of full years. */
export const IndicatorPeriod = z.enum(["snapshot", "latest", "year", "series"]);
export type IndicatorPeriod = z.infer<typeof IndicatorPeriod>;

export const IndicatorType = z.enum(["enum", "enumSet", "date", "count", "number", "money", "ratio", "bool"]);
export type IndicatorType = z.infer<typeof IndicatorType>;

export const Dimension = z.strictObject({ code: z.string(), id: z.string(), name: z.string(), description: z.string() });
export type Dimension = z.infer<typeof Dimension>;

/** 指标: a row of the catalogue. Ids are data; nothing in the program lists them all. */
export const IndicatorDefinition = z.strictObject({
  id: z.string(),
  name: z.string(),
  dimension: z.string(),
  type: IndicatorType,
  unit: z.string().optional(),
  period: IndicatorPeriod,
  dataset: z.string(),
  /** Further feeds that the formula reads. */
  alsoFrom: z.array(z.string()).optional(),
  sensitivity: Sensitivity,
  /** 统计法 restricts the source: a match that rests on it goes to a person unless the enterprise has confirmed the datum. */
  legalConstraint: z.boolean().optional(),
  /** Read only with the enterprise's consent for the policy at hand. */
  consentGated: z.boolean().optional(),
  /** Can the enterprise do something about it? Decides what a gap advises. */
  changeable: z.boolean(),
  min: z.number().optional(),
  max: z.number().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  formula: z.string(),
  nullMeaning: z.string(),
});
export type IndicatorDefinition = z.infer<typeof IndicatorDefinition>;

/** 口径参数: dated figures of law that the formulas need, kept as data. */
export const IndicatorParameters = z.strictObject({
  /** 六税两费减征: rate by which the tax on property and land is reduced, while it is in force. */
  sixTaxesReduction: z.strictObject({ rate: z.string(), from: z.iso.date(), to: z.iso.date(), source: z.string() }),
  agriProductTitles: z.array(z.string()),
  /** Titles of listing, lowest stage first. */
  listingStages: z.array(z.strictObject({ title: z.string(), stage: z.string() })),
  violationMonths: z.int().positive(),
  internMonthsCap: z.int().positive(),
  youthInsuredMonths: z.int().positive(),
});
export type IndicatorParameters = z.infer<typeof IndicatorParameters>;

export const IndicatorCatalogue = z.strictObject({ parameters: IndicatorParameters, dimensions: z.array(Dimension), indicators: z.array(IndicatorDefinition) });
export type IndicatorCatalogue = z.infer<typeof IndicatorCatalogue>;
