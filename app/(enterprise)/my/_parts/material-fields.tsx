import { FileField } from "@/app/_ui/file-field";

const ACCEPT = "application/pdf,image/jpeg,image/png";

/** One file field for each paper that is still asked for. */
export function MaterialFields({ names, required = true }: { names: readonly string[]; required?: boolean }) {
  return (
    <div className="grid gap-4">
      {names.map((name, at) => (
        <div key={name}>
          <input type="hidden" name={`name${at}`} value={name} />
          <FileField name={`file${at}`} label={name} hint="PDF、JPG 或 PNG，不超过 10 MB" accept={ACCEPT} required={required} />
        </div>
      ))}
    </div>
  );
}
