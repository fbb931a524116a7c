import { maskPersonName, maskPhone } from "../standards/mask";
import type { DatasetDefinition } from "./dataset";

/** 个人信息遮蔽: how each personal field of a dataset is kept in the stored record. */
export type Masks = Readonly<Record<string, (text: string) => string>>;

/** Names and telephones of natural persons are kept masked; the register's are sealed into the enterprise's file first. */
export function masksOf(definition: DatasetDefinition): Masks {
  return Object.fromEntries(
    definition.fields
      .filter((field) => field.personalInfo && field.type !== "personId")
      .map((field) => [field.id, field.type === "phone" ? maskPhone : maskPersonName]),
  );
}

/** A copy with the personal fields masked. */
export function masked<Values extends Readonly<Record<string, unknown>>>(values: Values, masks: Masks): Values {
  const copy: Record<string, unknown> = { ...values };
  for (const [field, mask] of Object.entries(masks)) {
    const value = copy[field];
    if (typeof value === "string" && value !== "") copy[field] = mask(value);
  }
  return copy as Values;
}
