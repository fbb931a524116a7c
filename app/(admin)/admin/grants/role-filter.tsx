import { buttonClass } from "@/app/_ui/button";
import { Select } from "@/app/_ui/select";
import { ROLE_NAMES, STAFF_ROLES } from "@/lib/access/roles";

type Props = { path: string; view: string; q: string; role: string; department: string; departments: readonly { id: string; name: string }[] };

/** 筛选 by role and department: a plain GET form, so that the address holds it. */
export function RoleFilter({ path, view, q, role, department, departments }: Props) {
  return (
    <form action={path} method="get" className="flex flex-wrap items-end gap-2">
      <input type="hidden" name="view" value={view} />
      {q ? <input type="hidden" name="q" value={q} /> : null}
      <Select
        label="岗位"
        hideLabel
        small
        name="role"
        defaultValue={role}
        placeholder="全部岗位"
        options={STAFF_ROLES.map((one) => ({ value: one, label: ROLE_NAMES[one] }))}
      />
      <Select
        label="部门"
        hideLabel
        small
        name="department"
        defaultValue={department}
        placeholder="全部部门"
        options={departments.map((one) => ({ value: one.id, label: one.name }))}
      />
      <button type="submit" className={buttonClass({ size: "small" }, "min-h-8!")}>
        筛选
      </button>
    </form>
  );
}
