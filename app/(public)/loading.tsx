import { Skeleton } from "@/app/_ui/message";

const ROWS = ["a", "b", "c", "d", "e", "f"];

/** A page on its way: the same heads, grey bars in the place of words. */
export default function Loading() {
  return (
    <div aria-busy="true">
      <p className="sr-only">正在打开</p>
      <Skeleton width="w-64" className="mb-8 h-6" />
      {ROWS.map((row) => (
        <div key={row} className="border-line border-t py-5">
          <Skeleton width="w-full" />
        </div>
      ))}
    </div>
  );
}
