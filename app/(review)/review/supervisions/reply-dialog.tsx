"use client";

import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { ReplyForm } from "../cases/[id]/supervision-form";

/** 答复 from the list. */
export function ReplyDialog({ supervisionId, title, content, due }: { supervisionId: string; title: string; content: string; due: string }) {
  return (
    <Dialog title={`答复督办 ${title}`} trigger={<Button size="small">答复</Button>}>
      <div className="mt-4">
        <ReplyForm supervisionId={supervisionId} content={content} due={due} />
      </div>
    </Dialog>
  );
}
