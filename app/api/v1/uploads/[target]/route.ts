import { z } from "zod";
import { businessNow } from "@/db/clock";
import { findUploadInScope, type UploadInScope } from "@/db/upload-queries";
import { type DeliveryRefusal, findDataset, receiveUpload } from "@/db/uploads";
import { toShanghaiIso } from "@/lib/kernel/plain-date";
import { otherMethods } from "../../wrong-method";
import { announceUpload } from "../announce";
import { answer, failure, refusal } from "../answers";
import { filenameOf } from "../filename";
import { type SignedCall, signedHandler } from "../signed";

type Params = { target: string };

const STATUS: Readonly<Record<DeliveryRefusal["code"], number>> = { datasetUnknown: 404, empty: 400, tooLarge: 413, form: 400, frequency: 400, future: 400 };

/** POST /api/v1/uploads/{dataset}?period=…: takes a file in. Refused requests leave nothing behind. */
async function receive({ db, key, url, body, request }: SignedCall, { target: datasetId }: Params): Promise<Response> {
  const dataset = await findDataset(db, datasetId);
  if (!dataset) return refusal("datasetUnknown", `没有“${datasetId.slice(0, 60)}”这个数据集，请核对数据集编号。`, STATUS.datasetUnknown);
  if (dataset.departmentId !== key.departmentId) return failure("notYourDataset");
  const period = url.searchParams.get("period")?.slice(0, 40);
  if (!period) return failure("periodMissing");
  const content = await body();
  if (!content.ok) return failure(content.reason);
  const filename = filenameOf(request.headers, `${dataset.definition.name}_${period}`);
  const received = await receiveUpload(db, {
    datasetId,
    period,
    channel: "api",
    filename,
    content: content.value,
    at: await businessNow(db),
    keyId: key.keyId,
  });
  if (!received.ok) return refusal(received.reason.code, received.reason.message, STATUS[received.reason.code]);
  const { uploadId, duplicate } = received.value;
  if (duplicate) return answer({ uploadId, duplicate });
  await announceUpload(uploadId);
  return answer({ uploadId }, 202);
}

function told({ upload }: UploadInScope) {
  return {
    uploadId: upload.id,
    dataset: upload.datasetId,
    period: upload.period,
    state: upload.state,
    filename: upload.filename,
    byteSize: upload.byteSize,
    contentSha256: upload.contentSha256,
    receivedAt: toShanghaiIso(upload.receivedAt),
    finishedAt: upload.finishedAt && toShanghaiIso(upload.finishedAt),
    refusal: upload.refusal,
    processed: upload.processedRows,
    rows: {
      total: upload.totalRows,
      accepted: upload.acceptedRows,
      corrected: upload.correctedRows,
      quarantined: upload.quarantinedRows,
      duplicate: upload.duplicateRows,
      ignored: upload.ignoredRows,
    },
    patterns: upload.patternCounts,
    unknownColumns: upload.unknownColumns,
  };
}

/** GET /api/v1/uploads/{id}: state and counts of an own upload; another department's is as if it were not there. */
async function state({ db, key }: SignedCall, { target: uploadId }: Params): Promise<Response> {
  if (!z.uuid().safeParse(uploadId).success) return failure("uploadUnknown");
  const found = await findUploadInScope(db, { kind: "department", departmentId: key.departmentId }, uploadId);
  return found ? answer(told(found)) : failure("uploadUnknown");
}

export const POST = signedHandler(receive);
export const GET = signedHandler(state);
export const { PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET", "POST");
