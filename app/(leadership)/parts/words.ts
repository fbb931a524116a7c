import type { Responsible } from "@/db/overdue-queries";
import { ROLE_NAMES, type Role } from "@/lib/access/roles";

/** 责任岗位: the person where one is named, else the desk. */
export function whoText({ role, name }: Responsible): string {
  if (role === "countyOffice") return "县政府办公室";
  if (role === "dataBureau") return "数据局";
  return name ?? ROLE_NAMES[role as Role];
}
