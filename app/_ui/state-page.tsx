import type { ReactNode } from "react";

/** The body of a fault or a dead end: what is so, why, what next. Stands inside whatever shell is there. */
export function StatePage({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="max-w-[640px] py-4 desk:py-8">
      <h1 className="mb-2">{title}</h1>
      {children}
      {actions ? <div className="mt-6 flex flex-wrap gap-2">{actions}</div> : null}
    </section>
  );
}

/** A short number to read out on the telephone, from the fault's digest: 7F3A-21. */
export const faultNumber = (digest: string | undefined): string => {
  const text = (digest ?? "")
    .replace(/[^0-9a-z]/gi, "")
    .toUpperCase()
    .padEnd(6, "0");
  return `${text.slice(0, 4)}-${text.slice(4, 6)}`;
};
