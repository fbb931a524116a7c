import { Button } from "@/app/_ui/button";
import { Select } from "@/app/_ui/select";
import type { DatasetChoice } from "@/db/upload-queries";
import { UPLOAD_STATE_NAMES, UPLOAD_STATES } from "../texts";

/** 筛选 as a GET form: works without script, and the address says what is shown. */
export function UploadFilters({ datasets, dataset, state }: { datasets: readonly DatasetChoice[]; dataset: string; state: string }) {
  return (
    <form action="/data/uploads" method="get" className="mb-4 flex flex-wrap items-end gap-3">
      <div className="w-64 max-w-full">
        <Select
          name="dataset"
          label="数据集"
          placeholder="全部"
          defaultValue={dataset}
          options={datasets.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </div>
      <div className="w-44 max-w-full">
        <Select
          name="state"
          label="状态"
          placeholder="全部"
          defaultValue={state}
          options={UPLOAD_STATES.map((one) => ({ value: one, label: UPLOAD_STATE_NAMES[one] }))}
        />
      </div>
      <Button type="submit">按条件查看</Button>
    </form>
  );
}
