import type { Column } from "@/app/_ui/data-table";
import { Code, Tag } from "@/app/_ui/tag";
import type { GrantRow } from "@/db/people-queries";
import { ROLE_NAMES } from "@/lib/access/roles";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { ConfirmAct } from "../_parts/act-form";
import { revoke } from "./actions";

const placeOf = ({ departmentName, enterpriseName }: GrantRow): string => departmentName ?? enterpriseName ?? "全县";

function Validity({ row, today }: { row: GrantRow; today: PlainDate }) {
  const from = formatNearDay(row.validFrom, today);
  if (row.validFrom > today) return <Tag tone="blue">{`${from}开始`}</Tag>;
  return row.validTo === null ? `${from}起，不定期` : `${from}起，${formatNearDay(row.validTo, today)}收回`;
}

export const grantColumns = (today: PlainDate, ended: boolean): readonly Column<GrantRow>[] => [
  { id: "person", head: "姓名", cell: (row) => row.personName, sort: true, spot: "title" },
  { id: "username", head: "登录名", cell: (row) => <Code>{row.username}</Code>, spot: "lead" },
  { id: "role", head: "岗位", cell: (row) => ROLE_NAMES[row.role], sort: true, spot: "lead-end" },
  { id: "place", head: "部门", cell: placeOf, spot: "foot" },
  { id: "from", head: "任期", cell: (row) => <Validity row={row} today={today} />, sort: true },
  { id: "granter", head: "授权人", cell: (row) => row.grantedByName ?? "系统", spot: "none" },
  ...(ended
    ? []
    : [
        {
          id: "acts",
          head: "操作",
          cell: (row: GrantRow) => (
            <ConfirmAct
              open="收回"
              openTone="stop"
              title={`收回 ${row.personName} 的“${ROLE_NAMES[row.role]}”（${placeOf(row)}）`}
              description="今天起不再有这个岗位，已登录的立刻按剩下的岗位重新核对。办理记录都保留。"
              action={revoke}
              hidden={{ membershipId: row.id }}
              submit="收回岗位"
              tone="stop"
            />
          ),
        },
      ]),
];
