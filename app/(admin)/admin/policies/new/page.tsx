import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { PageHead, Section } from "@/app/_ui/section";
import { getDb } from "@/db/client";
import { loadLibrary } from "@/db/policies";
import { ActFile, ActForm, ActSelect, ActText } from "../../_parts/act-form";
import { draftFromFile, draftNew } from "./actions";

export const metadata: Metadata = { title: "起草新政策" };

const named = (list: readonly { id: string; name: string }[]) => list.map(({ id, name }) => ({ value: id, label: name }));

export default async function NewPolicyPage() {
  const user = await requirePermission("policy.author");
  const library = await loadLibrary(await getDb());
  const own = library.departments.find((one) => one.id === user.department?.id);
  const departments = own ? [own] : library.departments;
  return (
    <>
      <PageHead title="起草新政策" note="修改已有的政策，请到那项政策的页面按“起草修改”" crumbs={[["政策库", "/admin/policies"]]} here="起草" />
      <div className="grid gap-8 rail:grid-cols-2">
        <Section title="从头写">
          <ActForm action={draftNew} submit="建草稿" busyText="正在建草稿…">
            <ActText name="name" label="名称" required maxLength={80} />
            <ActSelect name="dept" label="牵头部门" required options={named(departments)} {...(own ? { defaultValue: own.id } : { placeholder: "选部门" })} />
            <ActSelect name="category" label="类别" required options={named(library.categories)} placeholder="选类别" />
            <ActText name="prefix" label="编号的字母" hint="如 RENT，后面的号由系统接着编" required maxLength={5} />
          </ActForm>
        </Section>
        <Section title="从文件起草">
          <p className="mb-3 text-ink-2">按政策库同样格式写的 YAML 文件。编号是新的就是新政策，是已有的就是修改。</p>
          <ActForm action={draftFromFile} submit="读入并建草稿" busyText="正在读入…">
            <ActFile name="file" label="YAML 文件" accept=".yaml,.yml" required />
          </ActForm>
        </Section>
      </div>
    </>
  );
}
