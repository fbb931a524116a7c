// 坏文件用时: time and memory of reading each hostile file of the corpus, in one process. Figures only, nothing is asserted:
// node --conditions=react-server --import tsx tests/bench/hostile-files.ts [name]
import { openUpload } from "@/inngest/files/read-upload";
import { HOSTILE_FILES } from "../support/hostile-files";
import { dataset } from "../unit/pipeline/catalogue";

const only = process.argv[2];
const definition = dataset("taxCredit");
const mebibytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MiB`;
for (const { name, content } of HOSTILE_FILES.filter((file) => !only || file.name === only)) {
  process.stdout.write(`${name}: `);
  const bytes = new Uint8Array(Buffer.from(content() as Uint8Array));
  const began = performance.now();
  const { head, rows } = await openUpload(bytes, definition, { digest: (number) => number });
  let met = 0;
  let refusal = head.refusals[0];
  for (const source = rows(); ; met += 1) {
    const next = source.next();
    if (!next.done) continue;
    refusal ??= next.value ?? undefined;
    break;
  }
  const what = refusal?.message ?? `${met} 行`;
  process.stdout.write(`${Math.round(performance.now() - began)} ms, ${mebibytes(bytes.length)}, ${what}\n`);
}
process.stdout.write(`最高内存 ${mebibytes(process.resourceUsage().maxRSS * 1024)}\n`);
