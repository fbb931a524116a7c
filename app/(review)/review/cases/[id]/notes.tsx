import { Section } from "@/app/_ui/section";
import type { CaseNote } from "@/db/case-notes";
import { dayOf, formatDay, formatNearDay, type PlainDate, timeOf } from "@/lib/kernel/plain-date";
import { roleWord } from "../../../parts/texts";
import { NoteForm, VisitForm } from "./note-forms";

/** One record: what was written or seen, by whom and when. */
export function Note({ note, today }: { note: CaseNote; today: PlainDate }) {
  return (
    <li className="border-line border-t py-2 first:border-t-0">
      {note.kind === "visit" && note.visitedOn ? (
        <b className="block">{`现场核验　${formatDay(note.visitedOn)}，${note.place ?? ""}${note.companions ? `，同去：${note.companions}` : ""}`}</b>
      ) : null}
      <p className="whitespace-pre-line">{note.text}</p>
      <p className="text-ink-3 text-note">{`${formatNearDay(dayOf(note.at), today)} ${timeOf(note.at)}　${note.author}（${roleWord(note.authorRole)}）`}</p>
    </li>
  );
}

/** 内部记录: notes and site visits, for officers only. `notes` null: not for this reader. */
export function NotesSection({ id, notes, today }: { id: string; notes: readonly CaseNote[] | null; today: PlainDate }) {
  if (notes === null) return null;
  return (
    <div id="notes">
      <Section title="内部记录" aside="企业看不到">
        {notes.length === 0 ? <p className="text-ink-2">还没有备注和现场核验。</p> : null}
        <ul>
          {notes.map((note) => (
            <Note key={note.id} note={note} today={today} />
          ))}
        </ul>
        <div data-noprint className="mt-3 grid gap-3">
          <NoteForm key={notes.length} id={id} />
          <VisitForm key={`visit${notes.length}`} id={id} today={today} />
        </div>
      </Section>
    </div>
  );
}
