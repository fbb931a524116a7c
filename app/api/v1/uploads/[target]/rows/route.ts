import { z } from "zod";
import type { Db } from "@/db/types";
import { findUploadInScope, type RowView, rowsAfter } from "@/db/upload-queries";
import { otherMethods } from "../../../wrong-method";
import { failure } from "../../answers";
import { type SignedCall, signedHandler } from "../../signed";

const PIECE = 1000;

const told = (row: RowView) => ({
  row: row.row,
  fate: row.fate,
  enterpriseId: row.enterpriseId,
  uscc: row.uscc,
  link: { fate: row.linkFate, confidence: row.linkConfidence, candidates: row.linkCandidates ?? [] },
  corrections: row.corrections ?? [],
  reasons: row.reasons ?? [],
});

/** The rows as NDJSON, read from the database only as fast as they are taken. */
function lines(db: Db, uploadId: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const rows = await rowsAfter(db, uploadId, after, PIECE);
        const last = rows.at(-1);
        if (!last) {
          controller.close();
          return;
        }
        after = last.row;
        controller.enqueue(encoder.encode(`${rows.map((row) => JSON.stringify(told(row))).join("\n")}\n`));
      },
    },
    { highWaterMark: 0 },
  );
}

/** GET /api/v1/uploads/{id}/rows: 逐行结果, one line per source row. A file refused as a whole has none. */
async function rows({ db, key }: SignedCall, { target: uploadId }: { target: string }): Promise<Response> {
  const scope = { kind: "department", departmentId: key.departmentId } as const;
  const found = z.uuid().safeParse(uploadId).success ? await findUploadInScope(db, scope, uploadId) : null;
  if (!found) return failure("uploadUnknown");
  const { state } = found.upload;
  if (state !== "applied" && state !== "refused" && state !== "cancelled") return failure("notReady");
  return new Response(lines(db, uploadId), { headers: { "content-type": "application/x-ndjson; charset=utf-8", "cache-control": "no-store" } });
}

export const GET = signedHandler(rows);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
