import { LIGHT_WORDS } from "@/app/_ui/light";
import { queryHref, type TableQuery } from "@/app/_ui/table-query";
import { Chips, Tabs } from "@/app/_ui/tabs";
import type { Queue, QueueChoices, QueueFilter } from "@/db/claim-queries";
import { STEP_WORDS } from "../../parts/texts";
import { QueueFilters } from "./filters";

const LIGHTS = ["red", "yellow", "green", "blue"] as const;
const STEPS = ["handle", "check", "chief", "wait"] as const;

/** 灯色、筛选、进度 above the list. While the queue is read they stand there without their numbers. */
export function QueueHead({
  query,
  filter,
  read,
}: {
  query: TableQuery;
  filter: QueueFilter;
  read: { readonly queue: Queue; readonly choices: QueueChoices } | null;
}) {
  const steps = read?.choices.steps;
  return (
    <>
      <Tabs
        label="按灯色"
        items={[
          { href: queryHref(query, { light: null }), text: "全部", count: read ? read.queue.all : null, current: !filter.light, hotkey: "0" },
          ...LIGHTS.map((light, at) => ({
            href: queryHref(query, { light }),
            text: LIGHT_WORDS[light],
            count: read ? read.queue.lights[light] : null,
            light,
            current: filter.light === light,
            hotkey: String(at + 1),
          })),
        ]}
      />
      <QueueFilters params={query.params} choices={read?.choices ?? null} />
      <div className="flex flex-wrap gap-x-6 gap-y-2 pb-3">
        <Chips
          label="按经办人"
          lead="谁在办"
          items={[
            { href: queryHref(query, { who: null }), text: "全部", on: !filter.holder },
            { href: queryHref(query, { who: "mine" }), text: "我手里的", on: filter.holder !== undefined && filter.holder.personId !== null },
            { href: queryHref(query, { who: "free" }), text: "还没分办的", on: filter.holder?.personId === null },
          ]}
        />
        <Chips
          label="按进度"
          lead="进度"
          items={[
            { href: queryHref(query, { step: null }), text: "全部", on: !filter.step },
            ...STEPS.map((step) => ({
              href: queryHref(query, { step }),
              text: `${STEP_WORDS[step]} ${steps ? steps[step] : "\u2007"}`,
              on: filter.step === step,
            })),
          ]}
        />
      </div>
    </>
  );
}
