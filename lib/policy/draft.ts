import { ok, type Result, refused } from "../kernel/result";
import type { ExclusionGroup, GroupRule, LibraryDocument, PolicyDocument, ResolvedPolicy } from "./language";
import type { Finding, LintContext } from "./lint/finding";
import { lintPolicy } from "./lint/lint";
import { conditionsAt, leavesAt } from "./lint/types";
import { problemWords } from "./problem-words";
import { type Problem, parsePolicy, resolvePolicy } from "./resolve";

/** 随草稿新设的关联组: everything of a group but its members. */
export type NewGroups = Readonly<Record<string, GroupRule>>;

/** 草稿 as typed: anything at all, until it can be read. */
export type Draft = { readonly typed: unknown; readonly groups: NewGroups };

/** The library in which a policy is a member of exactly the groups that it names, those it brings along included. */
export function libraryWith(
  library: LibraryDocument,
  { code, relations }: Pick<PolicyDocument, "code" | "relations">,
  groups: NewGroups = {},
): LibraryDocument {
  const named = new Set(relations.map((relation) => relation.group));
  const known = Object.entries(library.exclusionGroups).flatMap(([id, group]): [string, ExclusionGroup][] => {
    const member = group.policies.includes(code);
    if (named.has(id) === member) return [[id, group]];
    const members = member ? group.policies.filter((other) => other !== code) : [...group.policies, code];
    return members.length > 0 ? [[id, { ...group, policies: members }]] : [];
  });
  const own = Object.entries(groups).flatMap(([id, group]): [string, ExclusionGroup][] =>
    named.has(id) && !Object.hasOwn(library.exclusionGroups, id) ? [[id, { ...group, policies: [code] }]] : [],
  );
  return { ...library, exclusionGroups: Object.fromEntries([...known, ...own]) };
}

export type ReadDraft = { readonly document: PolicyDocument; readonly resolved: ResolvedPolicy; readonly library: LibraryDocument };

/** A problem named by the id of a condition, moved to where that condition stands. */
function placed(problem: Problem, document: PolicyDocument): Problem {
  const leaf = conditionsAt(document)
    .flatMap(({ condition, place }) => leavesAt(condition, place))
    .find((one) => problem.path === one.leaf.id || problem.path.startsWith(`${one.leaf.id}.`));
  return leaf ? { ...problem, path: leaf.place } : problem;
}

const inChinese = (problem: Problem): Problem => ({ path: problem.path, message: problemWords(problem) });

/** 读草稿: the document as the engine would run it, or everything that keeps it from running, in Chinese and at its place. */
export function readDraft({ typed, groups }: Draft, library: LibraryDocument): Result<ReadDraft, readonly Problem[]> {
  const parsed = parsePolicy(typed);
  if (!parsed.ok) return refused(parsed.reason.map(inChinese));
  const document = parsed.value;
  const own = libraryWith(library, document, groups);
  const resolved = resolvePolicy(document, own);
  if (!resolved.ok) return refused(resolved.reason.map((problem) => inChinese(placed(problem, document))));
  return ok({ document, resolved: resolved.value, library: own });
}

/** 草稿检查: what keeps the draft from running, or what static analysis finds in it. */
export type DraftCheck =
  | { readonly runs: false; readonly problems: readonly Problem[]; readonly findings: readonly [] }
  | { readonly runs: true; readonly problems: readonly []; readonly findings: readonly Finding[]; readonly read: ReadDraft };

export function checkDraft(draft: Draft, context: LintContext): DraftCheck {
  const read = readDraft(draft, context.library);
  if (!read.ok) return { runs: false, problems: read.reason, findings: [] };
  const { document, resolved, library } = read.value;
  return { runs: true, problems: [], findings: lintPolicy(document, resolved, { ...context, library }), read: read.value };
}
