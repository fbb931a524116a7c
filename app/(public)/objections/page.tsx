import type { Metadata } from "next";
import { Link } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/section";
import { StatusForm } from "./status-form";

export const metadata: Metadata = { title: "查异议办理情况" };

export default function ObjectionsPage() {
  return (
    <>
      <PageHead title="查异议办理情况" crumbs={[["公示", "/notices"]]} here="查异议" />
      <StatusForm />
      <p className="mt-8 text-ink-2">
        要提新的异议，请打开<Link href="/notices">公示名单</Link>，在那一条后面点“提出异议”。
      </p>
    </>
  );
}
