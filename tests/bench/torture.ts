/** 坏 CSV: what exports, spreadsheets and hands make of a table. Each record begins with its own number, which must begin a row again when it is read. */
export type Torture = { readonly name: string; readonly content: string; readonly ids: readonly string[] };

const HEAD = "编号,企业名称,金额,备注";
/** Numbered records by their own text after the number, put together with a line end, or with several in turn. */
function torture(name: string, rests: readonly string[], ends: readonly string[] = ["\n"], last = "\n"): Torture {
  const ids = rests.map((_, i) => `R${i + 1}`);
  const lines = [HEAD, ...rests.map((rest, i) => `${ids[i]}${rest}`)];
  return { name, ids, content: lines.map((line, i) => (i === lines.length - 1 ? line + last : line + ends[i % ends.length])).join("") };
}

const PLAIN = ",青禾县示例食品有限公司,100.00,无";
const plain = (count: number) => Array.from({ length: count }, () => PLAIN);
const among = (odd: string) => [...plain(3), odd, ...plain(6)];

export const TORTURES: readonly Torture[] = [
  torture("rows too short", [...plain(3), ",只有名称", "", ...plain(3)]),
  torture("rows too long", [...plain(3), `${PLAIN},多,出,三格`, ...plain(3)]),
  torture("empty cells at the end", [...plain(2), ",青禾县示例食品有限公司,,", ...plain(2)]),
  torture("a stray quote within a cell", among(',青禾"县示例食品有限公司,100.00,无')),
  torture("a pair of stray quotes within a cell", among(',青禾县"示例"食品有限公司,100.00,无')),
  torture("text after a closing quote", among(',"青禾县"示例食品有限公司,100.00,无')),
  torture("inches at the end of a cell", among(',青禾县示例食品有限公司,100.00,5"')),
  torture("a quote that is never closed", among(',"青禾县示例食品有限公司,100.00,无')),
  torture("a quote never closed in the last cell", among(',青禾县示例食品有限公司,100.00,"无')),
  torture("a quote never closed in the last record", [...plain(5), ',"青禾县示例食品有限公司,100.00,无'], ["\n"], ""),
  torture("two records with quotes never closed", [...plain(2), ',"青禾县,1.00,无', ...plain(3), ',"青禾县,2.00,无', ...plain(3)]),
  torture("a lone quote for a cell", among(',",100.00,无')),
  torture("a cell of several lines, rightly quoted", among(',"青禾县\n示例食品\n有限公司",100.00,无')),
  torture("separators and quotes rightly quoted", among(',"青禾县,""示例""食品",100.00,"一,二"')),
  torture("line ends of Windows and of Unix in turn", plain(9), ["\r\n", "\n"]),
  torture("line ends of old Macs", plain(9), ["\r"], "\r"),
  torture("all three line ends in turn", plain(9), ["\r\n", "\n", "\r"]),
  torture("blank lines between", plain(9), ["\n\n", "\n", "\r\n\r\n"]),
  torture("no line end at the end", plain(4), ["\n"], ""),
  torture("an unclosed quote and line ends of Windows", among(',"青禾县示例食品有限公司,100.00,无'), ["\r\n"], "\r\n"),
  torture("an unclosed quote before a quoted cell", [...plain(2), ',"青禾县,1.00,无', ',"示例食品,甲",2.00,无', ...plain(3)]),
];
