import { setImmediate as breathe } from "node:timers/promises";
import { type PreparationInput, type Prepared, prepareRows } from "./prepare-rows";
import type { Answer } from "./survey-rows";

/** 备行的来处: where the rows of a file are prepared, here or in another thread. `next` answers null at the end. */
export type RowSource = { readonly next: (answer?: Answer) => Promise<Prepared | null>; readonly close: () => Promise<void> };
export type OpenRowSource = (input: PreparationInput) => Promise<RowSource>;

/** Prepares rows in this thread, in slices: other work gets its turn after every one of them. For commands, which have no pages to keep quick. */
export const openHere: OpenRowSource = async (input) => {
  const preparation = prepareRows(input);
  return {
    next: async (answer) => {
      await breathe();
      const { done, value } = await preparation.next(answer);
      return done ? null : value;
    },
    close: async () => void (await preparation.return()),
  };
};
