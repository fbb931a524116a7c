/** Items with their place as key, for lists whose order is their identity (days of a ruler, steps of a line). */
export const numbered = <T>(items: readonly T[]): readonly { key: string; at: number; item: T }[] => items.map((item, at) => ({ key: String(at), at, item }));
