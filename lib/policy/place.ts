/**
 * 位置 within a draft: keys and positions joined by points, "conditions.all.1.value". A key that has a point of its own (the name of a ladder,
 * a level code) is written with ~1 for it, and ~0 for a tilde, as a JSON pointer does.
 */
export const placePart = (key: string): string => key.replaceAll("~", "~0").replaceAll(".", "~1");
const keyOf = (part: string): string => part.replaceAll("~1", ".").replaceAll("~0", "~");

/** The keys of a place. */
export const keysOf = (place: string): string[] => (place === "" ? [] : place.split(".").map(keyOf));
/** The place of some keys. */
export const placeOf = (keys: readonly PropertyKey[]): string => keys.map((key) => placePart(String(key))).join(".");
