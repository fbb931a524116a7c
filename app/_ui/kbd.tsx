/** A key cap, hidden on the phone and from screen readers: the control carries `aria-keyshortcuts`. */
export function Kbd({ children, onDark = false }: { children: string; onDark?: boolean }) {
  return (
    <span aria-hidden="true" className="inline-flex max-desk:hidden">
      <kbd
        className={`inline-grid h-5 min-w-5 place-items-center rounded-[3px] border border-b-2 px-[5px] font-medium font-sans text-[11px] leading-none ${onDark ? "border-paper/50 text-paper" : "border-line-2 bg-paper text-ink-2"}`}
      >
        {children}
      </kbd>
    </span>
  );
}
