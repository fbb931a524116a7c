/** 三值: what is not known is neither true nor false. Kleene's strong logic. */
export type Truth = "true" | "false" | "unknown";

export const truth = (flag: boolean): Truth => (flag ? "true" : "false");

/** 同时符合: one false decides, else one unknown leaves it open. */
export function allOf(results: readonly Truth[]): Truth {
  if (results.includes("false")) return "false";
  return results.includes("unknown") ? "unknown" : "true";
}

/** 符合其一: one true decides, else one unknown leaves it open. */
export function anyOf(results: readonly Truth[]): Truth {
  if (results.includes("true")) return "true";
  return results.includes("unknown") ? "unknown" : "false";
}

export function not(result: Truth): Truth {
  if (result === "unknown") return "unknown";
  return result === "true" ? "false" : "true";
}
