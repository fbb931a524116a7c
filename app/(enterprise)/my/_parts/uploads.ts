import "server-only";
import { z } from "zod";
import type { MaterialFile } from "@/db/materials";

/** Several files of one list: the place in the list names the material, so that no name travels in the field. */
const MOST = 12;
const file = z.instanceof(File).optional();
const fields = Object.fromEntries(Array.from({ length: MOST }, (_, at) => [`file${at}`, file])) as Record<`file${number}`, typeof file>;
const names = Object.fromEntries(Array.from({ length: MOST }, (_, at) => [`name${at}`, z.string().max(120).optional()])) as Record<
  `name${number}`,
  z.ZodOptional<z.ZodString>
>;

export const uploadFields = { ...fields, ...names };
export const MaterialUpload = z.object({ claimId: z.uuid(), ...uploadFields });

/** The files that were really chosen; an untouched field posts an empty file without a name. */
export async function materialFiles(input: Readonly<Record<string, unknown>>): Promise<MaterialFile[]> {
  const chosen = Array.from({ length: MOST }, (_, at) => ({ file: input[`file${at}`], name: input[`name${at}`] }));
  const files: MaterialFile[] = [];
  for (const { file: one, name } of chosen) {
    if (!(one instanceof File) || typeof name !== "string" || (one.size === 0 && one.name === "")) continue;
    files.push({ name, filename: one.name, content: new Uint8Array(await one.arrayBuffer()) });
  }
  return files;
}
