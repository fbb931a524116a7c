import { z } from "zod";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;
/** The first of a repeated key; addresses are typed by people. */
export const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value) || undefined;

export const LightParam = z.enum(["red", "yellow", "green", "blue"]).optional().catch(undefined);
export const TextParam = z.string().trim().max(60).optional().catch(undefined);
export const IdParam = z.uuid();
