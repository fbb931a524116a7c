/** `?preview=none`: the panel is closed on purpose; it stays so until a row is previewed again. */
export const NO_PREVIEW = "none";
