"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button, DownloadLink } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { FileField } from "@/app/_ui/file-field";
import { Message } from "@/app/_ui/message";
import { Select } from "@/app/_ui/select";
import { Progress } from "@/app/_ui/stat";
import { sendFile } from "./send-file";

export type FormDataset = { readonly id: string; readonly name: string; readonly rhythm: string; readonly periodHint: string; readonly firstPeriod: string };
type Errors = { readonly dataset?: string; readonly period?: string; readonly file?: string };

const LIMIT_BYTES = 300 * 1024 * 1024;

function check(dataset: string, period: string, file: File | null): Errors {
  return {
    ...(dataset === "" && { dataset: "请选择这份文件属于哪个数据集。" }),
    ...(period === "" && { period: "请填写这份文件说的是哪个期间。" }),
    ...((!file || file.size === 0) && { file: "请选择要上传的文件，空文件不能上传。" }),
    ...(file && file.size > LIMIT_BYTES && { file: "文件超过 300 兆字节，请按月份拆开再传。" }),
  };
}

/** 上传数据: dataset, period, file; the bytes are sent as they are, with their progress. What was chosen stays when sending fails. */
export function UploadForm({ datasets }: { datasets: readonly FormDataset[] }) {
  const router = useRouter();
  const [dataset, setDataset] = useState(datasets.length === 1 ? (datasets[0]?.id ?? "") : "");
  const [period, setPeriod] = useState(datasets.length === 1 ? (datasets[0]?.firstPeriod ?? "") : "");
  const [file, setFile] = useState<File | null>(null);
  const [errors, setErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const chosen = datasets.find((one) => one.id === dataset);

  const choose = (id: string) => {
    setDataset(id);
    setPeriod(datasets.find((one) => one.id === id)?.firstPeriod ?? "");
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = check(dataset, period.trim(), file);
    setErrors(found);
    setFailure(null);
    if (!file || Object.keys(found).length > 0) return;
    setShare(0);
    const sent = await sendFile(file, { dataset, period: period.trim() }, setShare);
    if (sent.ok) {
      router.push(`/data/uploads/${sent.uploadId}${sent.duplicate ? "?same=1" : ""}` as never);
      return;
    }
    setShare(null);
    setFailure(sent.message);
  };

  return (
    <form onSubmit={submit} noValidate className="grid max-w-[560px] gap-5">
      {failure ? <Message tone="red" live="alert" title={failure} /> : null}
      <Select
        name="dataset"
        label="数据集"
        required
        placeholder="请选择"
        value={dataset}
        error={errors.dataset}
        hint={chosen?.rhythm}
        onChange={(event) => choose(event.target.value)}
        options={datasets.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextField
        name="period"
        label="期间"
        required
        autoComplete="off"
        maxLength={20}
        value={period}
        error={errors.period}
        hint={chosen ? chosen.periodHint : "先选数据集，再填期间"}
        onChange={(event) => setPeriod(event.target.value)}
      />
      <FileField
        name="file"
        label="文件"
        required
        error={errors.file}
        hint="XLSX、CSV 或 JSON，旧版 Excel 也可以，最大 300 兆字节。文件原样上传，不用先改格式。"
        accept=".xlsx,.xls,.csv,.txt,.json,.ndjson"
        onChange={(event) => setFile(event.target.files?.[0] ?? null)}
      />
      {share === null ? null : (
        <Progress label="上传进度" done={Math.round(share * 100)} total={100} text={share < 1 ? `正在上传，${Math.round(share * 100)}%` : "已传完，正在登记"} />
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" tone="go" busy={share === null ? false : "正在上传…"}>
          上传这份文件
        </Button>
        {chosen ? <DownloadLink href={`/templates/${chosen.id}.xlsx`}>{`下载${chosen.name}模板`}</DownloadLink> : null}
      </div>
    </form>
  );
}
