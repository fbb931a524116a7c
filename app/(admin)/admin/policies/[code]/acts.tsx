import { ButtonLink, DownloadLink } from "@/app/_ui/button";
import type { DraftState } from "@/db/policy-gate";
import { ActForm } from "../../_parts/act-form";
import { DRAFT_STATES } from "../drafts/[id]/texts";
import { draftFrom } from "../new/actions";

type Props = {
  code: string;
  number: number;
  versions: readonly number[];
  draft: { id: string; state: DraftState; authorName: string } | null;
  mayWrite: boolean;
};

/** What a reader can do with this version: compare it, take it away, write the next one. */
export function PolicyActs({ code, number, versions, draft, mayWrite }: Props) {
  const previous = versions.filter((one) => one < number).at(0);
  return (
    <>
      {previous === undefined ? null : (
        <ButtonLink href={`/admin/policies/${code}/compare?from=${previous}&to=${number}`}>{`与第 ${previous} 版比较`}</ButtonLink>
      )}
      <DownloadLink href={`/admin/policies/${code}/yaml?version=${number}`}>导出 YAML</DownloadLink>
      <DownloadLink href={`/admin/policies/${code}/dmn?version=${number}`}>导出 DMN</DownloadLink>
      {draft ? <ButtonLink href={`/admin/policies/drafts/${draft.id}`}>{`${DRAFT_STATES[draft.state]}（${draft.authorName}）`}</ButtonLink> : null}
      {!draft && mayWrite ? <ActForm action={draftFrom} hidden={{ code, number: String(number) }} submit="起草修改" busyText="正在建草稿…" /> : null}
    </>
  );
}
