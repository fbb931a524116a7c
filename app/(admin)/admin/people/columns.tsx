import type { Column } from "@/app/_ui/data-table";
import { Code, Tag } from "@/app/_ui/tag";
import type { HeldRole, PersonRow } from "@/db/people-queries";
import { ROLE_NAMES } from "@/lib/access/roles";
import { dayOf, formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { ConfirmAct } from "../_parts/act-form";
import { disable, enable, reset } from "./actions";

const placeOf = ({ departmentName, enterpriseName }: HeldRole): string => departmentName ?? enterpriseName ?? "全县";

function Roles({ roles }: { roles: readonly HeldRole[] }) {
  if (roles.length === 0) return <span className="text-ink-3">还没有任职</span>;
  return (
    <ul>
      {roles.map((one) => (
        <li key={one.id}>{`${ROLE_NAMES[one.role]}（${placeOf(one)}）`}</li>
      ))}
    </ul>
  );
}

function stateOf({ disabledAt, mustChangePassword, hasPassword }: PersonRow, today: PlainDate) {
  if (disabledAt) return <Tag tone="red">{`${formatNearDay(dayOf(disabledAt), today)}停用`}</Tag>;
  if (mustChangePassword) return <Tag tone="amber">首次登录要改密码</Tag>;
  return hasPassword ? "正常" : "统一身份登录";
}

function Acts({ person }: { person: PersonRow }) {
  const hidden = { personId: person.id };
  const who = `${person.displayName}（${person.username}）`;
  if (person.disabledAt)
    return (
      <ConfirmAct
        open="恢复"
        title={`恢复 ${who} 的账户`}
        description="恢复后按现有任职登录。密码忘了可以再重置。"
        action={enable}
        hidden={hidden}
        submit="恢复账户"
      />
    );
  return (
    <span className="flex flex-wrap gap-2">
      <ConfirmAct
        open="重置密码"
        title={`重置 ${who} 的密码`}
        description="原密码和已登录的会话立刻失效。新密码只显示一次，本人登录后要改。"
        action={reset}
        hidden={hidden}
        submit="重置密码"
        reveal={[["password", "一次性密码"]]}
      />
      <ConfirmAct
        open="停用"
        openTone="stop"
        title={`停用 ${who} 的账户`}
        description="停用后不能登录，已登录的立刻退出。任职和办理记录都保留。"
        action={disable}
        hidden={hidden}
        submit="停用账户"
        tone="stop"
      />
    </span>
  );
}

export const peopleColumns = (today: PlainDate): readonly Column<PersonRow>[] => [
  { id: "name", head: "姓名", cell: (row) => row.displayName, sort: true, spot: "title" },
  { id: "username", head: "登录名", cell: (row) => <Code>{row.username}</Code>, sort: true, spot: "lead" },
  { id: "roles", head: "现任岗位", cell: (row) => <Roles roles={row.roles} /> },
  { id: "state", head: "状态", cell: (row) => stateOf(row, today), spot: "lead-end" },
  { id: "created", head: "开户", cell: (row) => formatNearDay(dayOf(row.createdAt), today), sort: true, spot: "foot" },
  { id: "acts", head: "操作", cell: (row) => <Acts person={row} /> },
];
