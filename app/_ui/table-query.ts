/** State of a list, all of it in the address: sort, filter, page. Links carry it, the server reads it. */
export type TableQuery = {
  path: string;
  /** Every other part of the query, kept by the links of the table. */
  params: Readonly<Record<string, string>>;
  /** "due" ascending, "-due" descending, "" none. */
  sort: string;
  /** 1 is the first. */
  page: number;
  pageSize: number;
};

type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

const single = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? "";

/** Reads the query of a list. A sort that is not in `sortable` and a page that is no number fall back: addresses are typed by people. */
export function readTableQuery(
  path: string,
  search: SearchParams,
  options: { sortable: readonly string[]; defaultSort?: string; pageSize?: number },
): TableQuery {
  const params: Record<string, string> = {};
  for (const [key, value] of Object.entries(search)) if (key !== "sort" && key !== "page" && single(value)) params[key] = single(value);
  const asked = single(search["sort"]);
  const page = Number(single(search["page"]));
  return {
    path,
    params,
    sort: options.sortable.includes(asked.replace(/^-/, "")) ? asked : (options.defaultSort ?? ""),
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    pageSize: options.pageSize ?? 20,
  };
}

/** The address of the same list with some parts changed; null removes. Any change but of the page leads back to page 1. */
export function queryHref(query: Pick<TableQuery, "path" | "params" | "sort" | "page">, change: Readonly<Record<string, string | null>>): string {
  const next = new URLSearchParams(query.params);
  if (query.sort) next.set("sort", query.sort);
  for (const [key, value] of Object.entries(change)) {
    if (value === null || value === "") next.delete(key);
    else next.set(key, value);
  }
  if (next.get("page") === "1") next.delete("page");
  const text = next.toString();
  return text ? `${query.path}?${text}` : query.path;
}

/** Column sort: first press ascending, second descending. */
export const sortHref = (query: TableQuery, column: string): string => queryHref(query, { sort: query.sort === column ? `-${column}` : column });

export const sortState = (query: Pick<TableQuery, "sort">, column: string): "ascending" | "descending" | undefined => {
  if (query.sort === column) return "ascending";
  return query.sort === `-${column}` ? "descending" : undefined;
};
