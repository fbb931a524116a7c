import type { ReactNode } from "react";
import { Light } from "@/app/_ui/light";
import { Link } from "@/app/_ui/link";
import { PlainTable } from "@/app/_ui/plain-table";
import { Section } from "@/app/_ui/section";
import { ShareBar } from "@/app/_ui/stat";
import type { DepartmentLights, InHand } from "@/db/overdue-queries";
import type { Light as LightColor } from "@/lib/calendar/light";

const LIGHTS = ["red", "yellow", "green", "blue"] as const satisfies readonly LightColor[];

const linked = (row: DepartmentLights, light: LightColor): ReactNode =>
  row.lights[light] === 0 ? (
    <span className="text-ink-3">–</span>
  ) : (
    <Link href={`/leader/cases?light=${light}&department=${row.id}`} className="text-ink no-underline hover:underline">
      {row.lights[light]}
    </Link>
  );

/** 各部门在办 by light; a number leads to its cases. The bar's width is the department's share of the largest. */
export function DepartmentSection({ inHand, median }: { inHand: InHand; median: number | null }) {
  const largest = Math.max(1, ...inHand.departments.map((row) => row.total));
  return (
    <Section title="各部门在办" aside={`${inHand.total} 件　点数字看办件`}>
      <PlainTable
        caption="各部门在办"
        phone="scroll"
        rows={inHand.departments}
        rowKey={(row) => row.id}
        empty="现在没有在办的办件。"
        foot={["合计", ...LIGHTS.map((light) => String(inHand.lights[light])), "", median === null ? "—" : `${median} 天`]}
        columns={[
          { id: "name", head: "部门", cell: (row) => row.name },
          ...LIGHTS.map((light) => ({ id: light, head: <Light color={light} />, align: "end" as const, cell: (row: DepartmentLights) => linked(row, light) })),
          {
            id: "bar",
            head: "构成",
            width: "w-[24%]",
            cell: (row) => <ShareBar track={false} total={largest} parts={LIGHTS.map((light) => ({ value: row.lights[light], tone: light }))} />,
          },
          { id: "median", head: "中位数", align: "end", cell: (row) => (row.p50 === null ? "—" : `${row.p50} 天`) },
        ]}
      />
    </Section>
  );
}
