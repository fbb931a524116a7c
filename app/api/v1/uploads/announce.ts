import "server-only";
import { inngest } from "@/inngest/client";
import { uploadReceived } from "@/inngest/events";

/** Tells the workers of a received file. A lost event delays it until the sweep; it must not fail a delivery that is already stored. */
export async function announceUpload(uploadId: string): Promise<void> {
  try {
    await inngest.send(uploadReceived.create({ uploadId }));
  } catch {
    process.emitWarning("an upload was stored but not announced; the sweep will find it");
  }
}
