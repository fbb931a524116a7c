/** Class names that hold, joined. Later utilities do not override earlier ones: components keep layout (margin, width) for the caller. */
export const cn = (...names: readonly (string | false | null | undefined)[]): string => names.filter(Boolean).join(" ");
