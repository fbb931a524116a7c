"use client";

import { Button } from "@/app/_ui/button";
import { cn } from "@/app/_ui/cn";
import { addCondition, getAt, isGroup, nextId, removeAt, setAt, type Typed, unwrapAt, wrapAt } from "@/lib/policy/editing";
import { useEditor } from "./context";
import { anchorOf, Issues } from "./issues";
import { LeafIn } from "./leaf";
import { RowActs } from "./rows";

export type Letter = "c" | "m" | "a";
type Node = { place: string; letter: Letter; name: string };

const isNot = (node: Typed): node is { not: Typed } => typeof node === "object" && node !== null && "not" in node;
const blankLeaf = (typed: Typed, code: string, letter: Letter): Typed => ({ id: nextId(typed, code, letter), ind: "", op: "gte", value: "", clause: "" });

/** 加条件 and 加一组 at the end of a group. */
function AddActs({ place, letter }: { place: string; letter: Letter }) {
  const { edit, code, readOnly } = useEditor();
  if (readOnly) return null;
  const add = (made: (leaf: Typed) => Typed) => edit((old) => addCondition(old, place, made(blankLeaf(old, code, letter))));
  return (
    <div className="mt-2 flex flex-wrap gap-2">
      <Button size="small" onClick={() => add((leaf) => leaf)}>
        ＋ 加条件
      </Button>
      <Button size="small" onClick={() => add((leaf) => ({ any: [leaf] }))}>
        ＋ 加一组“任一满足”
      </Button>
      <Button size="small" onClick={() => add((leaf) => ({ all: [leaf] }))}>
        ＋ 加一组“全部满足”
      </Button>
      <Button size="small" onClick={() => add((leaf) => ({ not: leaf }))}>
        ＋ 加“不属于”
      </Button>
    </div>
  );
}

/** The kind of a group, to press for the other kind. */
function GroupHead({ place, kind }: { place: string; kind: "all" | "any" }) {
  const { edit, readOnly } = useEditor();
  const other = kind === "all" ? "any" : "all";
  const text = kind === "all" ? "全部满足" : "任一满足";
  return (
    <div className="-ml-[26px] flex items-center gap-2 max-desk:-ml-[22px]">
      <b
        className={cn(
          "inline-flex h-7 items-center rounded-[14px] border px-3 text-small",
          kind === "all" ? "border-qing bg-qing text-paper" : "border-qing bg-paper text-qing-deep",
        )}
      >
        {text}
      </b>
      {readOnly ? null : (
        <Button size="small" tone="text" onClick={() => edit((old) => setAt(old, place, { [other]: getAt(old, `${place}.${kind}`) }))}>
          {kind === "all" ? "改为任一满足" : "改为全部满足"}
        </Button>
      )}
    </div>
  );
}

function Group({ place, letter, kind }: Node & { kind: "all" | "any" }) {
  const { typed } = useEditor();
  const list = getAt(typed, `${place}.${kind}`);
  const parts = Array.isArray(list) ? list : [];
  return (
    <div id={anchorOf(place)} className={cn("ml-2 border-qing border-l-2 pl-4 max-desk:pl-3", kind === "any" && "border-dashed")}>
      <GroupHead place={place} kind={kind} />
      <Issues place={place} />
      <Issues place={`${place}.${kind}`} />
      <ul className="mt-2 grid gap-2">
        {parts.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a node has no name but its place; every field shows the document
          <li key={index} className="min-w-0">
            <ConditionNode place={`${place}.${kind}.${index}`} letter={letter} name={`第 ${index + 1} 条`} inList />
          </li>
        ))}
      </ul>
      <AddActs place={place} letter={letter} />
    </div>
  );
}

function NodeActs({ place, name, inList }: Pick<Node, "place" | "name"> & { inList: boolean }) {
  const { edit, readOnly } = useEditor();
  if (readOnly) return null;
  const more = (
    <>
      <Button size="small" tone="text" aria-label={`${name}改为不属于`} onClick={() => edit((old) => wrapAt(old, place, "not"))}>
        改为不属于
      </Button>
      <Button size="small" tone="text" aria-label={`${name}另成一组`} onClick={() => edit((old) => wrapAt(old, place, "any"))}>
        另成一组
      </Button>
    </>
  );
  return inList ? (
    <RowActs place={place} name={name}>
      {more}
    </RowActs>
  ) : (
    <div className="flex flex-wrap gap-1">{more}</div>
  );
}

const EDGE = { red: "border-red", amber: "border-amber-fill" } as const;

function Leaf({ place, name, inList }: Node & { inList: boolean }) {
  const { issues } = useEditor();
  const own = issues.filter((one) => one.place === place || one.place.startsWith(`${place}.`));
  const worst = (["red", "amber"] as const).find((tone) => own.some((one) => one.tone === tone));
  return (
    <div id={anchorOf(place)} className={cn("rounded-2 border bg-paper p-2 pl-3", worst ? EDGE[worst] : "border-line")}>
      <LeafIn place={place} />
      <Issues place={place} />
      <NodeActs place={place} name={name} inList={inList} />
    </div>
  );
}

function Negation({ place, letter, name, inList }: Node & { inList: boolean }) {
  const { edit, readOnly } = useEditor();
  return (
    <div id={anchorOf(place)} className="rounded-2 border border-line-2 bg-moon p-2">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <b className="inline-flex h-7 items-center rounded-[14px] border border-ink-2 px-3 text-small">不属于下面的情形</b>
        {readOnly ? null : (
          <Button size="small" tone="text" onClick={() => edit((old) => unwrapAt(old, place))}>
            去掉“不属于”
          </Button>
        )}
        {inList ? <RowActs place={place} name={name} /> : null}
      </div>
      <ConditionNode place={`${place}.not`} letter={letter} name={name} />
      <Issues place={place} />
    </div>
  );
}

function GroupIn({ place, letter, name, inList, node }: Node & { inList: boolean; node: Typed }) {
  const { edit, readOnly } = useEditor();
  const kind = "all" in (node as object) ? "all" : "any";
  const size = (getAt(node, kind) as readonly unknown[]).length;
  return (
    <>
      <Group place={place} letter={letter} name={name} kind={kind} />
      {inList && !readOnly ? (
        <RowActs place={place} name={`${name}（一组）`}>
          {size === 1 ? (
            <Button size="small" tone="text" onClick={() => edit((old) => unwrapAt(old, place))}>
              拆开这一组
            </Button>
          ) : null}
        </RowActs>
      ) : null}
    </>
  );
}

/** 条件树 from one node down. */
export function ConditionNode({ place, letter, name, inList = false }: Node & { inList?: boolean }) {
  const { typed } = useEditor();
  const node = getAt(typed, place);
  if (isGroup(node)) return <GroupIn place={place} letter={letter} name={name} inList={inList} node={node} />;
  if (isNot(node)) return <Negation place={place} letter={letter} name={name} inList={inList} />;
  return <Leaf place={place} letter={letter} name={name} inList={inList} />;
}

/** A tree of its own: the clause, or one that may be there or not (转人工, 交叉核对). */
export function ConditionTree({ place, letter, optional }: { place: string; letter: Letter; optional?: { add: string; none: string } }) {
  const { typed, edit, code, readOnly } = useEditor();
  const node = getAt(typed, place);
  if (node === undefined && optional)
    return (
      <>
        <p className="text-ink-2">{optional.none}</p>
        {readOnly ? null : (
          <Button size="small" className="mt-2" onClick={() => edit((old) => setAt(old, place, blankLeaf(old, code, letter)))}>
            {optional.add}
          </Button>
        )}
      </>
    );
  const single = node !== undefined && !isGroup(node);
  return (
    <div className="grid gap-2">
      <ConditionNode place={place} letter={letter} name="这一条" />
      {single ? <AddActs place={place} letter={letter} /> : null}
      {optional && !readOnly ? (
        <div>
          <Button size="small" tone="text" onClick={() => edit((old) => removeAt(old, place))}>
            整段去掉
          </Button>
        </div>
      ) : null}
    </div>
  );
}
