"use client";

import { useState } from "react";
import { parse } from "yaml";
import { FileField } from "@/app/_ui/file-field";
import type { Typed } from "@/lib/policy/editing";

/** 从文件导入: a YAML file as the library keeps them takes the place of what is in the editor; nothing is saved by it. */
export function YamlIn({ replace }: { replace: (change: (typed: Typed) => Typed) => void }) {
  const [said, setSaid] = useState("");
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      const typed: unknown = parse(await file.text());
      if (typeof typed !== "object" || typed === null || Array.isArray(typed)) throw new Error("no policy");
      replace((old) => ({ ...typed, code: (old as { code?: unknown }).code }));
      setSaid(`已读入 ${file.name}，核对后请保存。`);
    } catch {
      setSaid("这个文件读不出来。请选按同样格式写的 YAML 文件。");
    }
  };
  return (
    <div className="mt-3">
      <FileField name="yaml" label="从 YAML 文件导入" accept=".yaml,.yml" onChange={(event) => void take(event.target.files?.[0])} />
      <p role="status" className="text-ink-2 text-small">
        {said}
      </p>
    </div>
  );
}
