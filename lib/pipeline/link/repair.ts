import { classifyUscc } from "../../standards/uscc";

/** Characters that scanning and typing confuse: the first four letters are never part of a code, B and 8 both are. */
const READINGS: Readonly<Record<string, readonly string[]>> = { O: ["0"], I: ["1"], Z: ["2"], S: ["5"], B: ["B", "8"], "8": ["8", "B"], "0": ["0"] };
const MAX_READINGS = 4096;

/**
 * 可能的正确代码 for a code whose characters were confused (O/0, I/1, Z/2, S/5, B/8): those readings that pass the check character of the credit code
 * and of the organisation code inside it. More than one means that the code alone cannot tell.
 */
export function repairCandidates(code: string): readonly string[] {
  if (code.length !== 18) return [];
  let readings = [""];
  for (const char of code) {
    const options = READINGS[char] ?? [char];
    readings = readings.flatMap((head) => options.map((option) => head + option));
    if (readings.length > MAX_READINGS) return [];
  }
  return readings.filter((reading) => {
    const answer = reading === code ? null : classifyUscc(reading);
    return answer?.kind === "valid" && answer.warnings.length === 0;
  });
}
