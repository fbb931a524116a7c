import type { Kind } from "./types";

/** [GB/T 4754-2017 class, trade word of a company's name, scope]. */
export type Trade = readonly [code: string, word: string, scope: string];

export type KindSpec = {
  /** Share of the county's firms. */
  readonly share: number;
  /** At least so many, however small the county. */
  readonly least: number;
  /** Median yearly revenue of a company in 万元, and the spread of its logarithm. */
  readonly revenueWan: readonly [median: number, spread: number];
  /** Revenue per head in 万元. */
  readonly perHeadWan: number;
  readonly margin: number;
  /** Assets over revenue. */
  readonly assets: number;
  readonly insured: number;
  /** kWh per 万元 of revenue; 0: no meter of its own. */
  readonly kwhPerWan: number;
  readonly individuals: number;
  readonly cooperatives: number;
  /** Share that owns its premises and pays property and land tax. */
  readonly owners: number;
  readonly trades: readonly Trade[];
  /** Trade words of 个体工商户. */
  readonly shops: readonly string[];
};

const trades = (text: string): readonly Trade[] =>
  text
    .trim()
    .split("\n")
    .map((line): Trade => {
      const [code = "", word = "", scope = ""] = line.trim().split(" ");
      return [code, word, scope];
    });
const spec = (
  numbers: readonly [number, number, number, number, number, number, number, number, number, number, number, number],
  table: string,
  shops: string,
): KindSpec => {
  const [share, least, median, spread, perHeadWan, margin, assets, insured, kwhPerWan, individuals, cooperatives, owners] = numbers;
  return {
    share,
    least,
    revenueWan: [median, spread],
    perHeadWan,
    margin,
    assets,
    insured,
    kwhPerWan,
    individuals,
    cooperatives,
    owners,
    trades: trades(table),
    shops: shops.split(" "),
  };
};

/** Columns: share, least, median revenue, spread, revenue per head, margin, assets/revenue, insured, kWh per 万元, 个体 share, 合作社 share, owners. */
export const kinds: Readonly<Record<Kind, KindSpec>> = {
  food: spec(
    [0.075, 7, 1700, 0.9, 48, 0.05, 0.8, 0.76, 210, 0.14, 0, 0.6],
    `
    1353 肉制品 肉制品及副产品加工
    1371 蔬菜食品 蔬菜加工；速冻食品制造
    1373 果蔬食品 水果和坚果加工
    1391 淀粉制品 淀粉及淀粉制品制造
    1392 豆制品 豆制品制造
    1411 糕点食品 糕点、面包制造
    1431 米面食品 米、面制品制造
    1469 调味品 调味品、发酵制品制造
    1512 酒业 白酒制造
    1530 茶业 精制茶加工`,
    "豆腐坊 米线加工坊 糕点坊 榨油坊 酒坊",
  ),
  factory: spec(
    [0.175, 15, 2300, 1, 56, 0.055, 0.95, 0.8, 260, 0.06, 0, 0.55],
    `
    1751 织造 化纤织造加工
    1811 服饰 运动休闲针织服装制造
    2110 家具 木质家具制造
    2239 纸制品 其他纸制品制造
    2319 彩印包装 包装装潢印刷
    2652 新材料 合成材料制造
    2740 中药饮片 中药饮片加工
    2927 塑料制品 日用塑料制品制造
    3031 建材 粘土砖瓦及建筑砌块制造
    3311 钢结构 金属结构制造
    3484 机械配件 机械零部件加工
    3532 农产品机械 农副食品加工专用设备制造
    3572 农业机械 机械化农业及园艺机具制造
    3670 汽车零部件 汽车零部件及配件制造
    3823 电气 配电开关控制设备制造
    3841 电池材料 锂离子电池制造
    3962 智能装备 智能车载设备制造
    3982 电子元件 电子电路制造
    4014 仪表 实验分析仪器制造`,
    "铁艺加工部 木器加工厂 铝合金加工部",
  ),
  agriculture: spec(
    [0.105, 7, 260, 0.9, 24, 0.07, 0.9, 0.45, 60, 0.1, 0.56, 0.1],
    `
    0111 稻米种植 稻谷种植
    0141 蔬菜种植 蔬菜种植
    0151 果业 水果种植
    0163 茶叶种植 茶叶种植
    0171 药材种植 中草药种植
    0311 肉牛养殖 牛的饲养
    0313 生猪养殖 猪的饲养
    0321 蛋鸡养殖 鸡的饲养
    0412 水产养殖 内陆养殖
    0514 农产品初加工 农产品初加工活动`,
    "种植场 养殖场 果园",
  ),
  coldChain: spec(
    [0.015, 5, 620, 0.6, 40, 0.06, 1.3, 0.9, 420, 0, 0, 0.5],
    `
    5930 冷链物流 低温仓储
    5930 冷链仓储 低温仓储；农产品冷藏`,
    "冷库",
  ),
  wholesale: spec(
    [0.09, 6, 1500, 0.9, 120, 0.03, 0.45, 0.6, 18, 0.2, 0, 0.15],
    `
    5112 种子销售 种子批发
    5121 粮油贸易 米、面制品及食用油批发
    5127 茶叶贸易 酒、饮料及茶叶批发
    5152 医药 西药批发
    5165 建材贸易 建材批发
    5175 机电设备 电气设备批发
    5181 进出口贸易 贸易代理
    5191 再生资源 再生物资回收与批发`,
    "批发部 经营部",
  ),
  retail: spec(
    [0.14, 4, 560, 0.8, 55, 0.03, 0.4, 0.5, 40, 0.76, 0, 0.12],
    `
    5211 百货 百货零售
    5212 超市 超级市场零售
    5221 粮油商贸 粮油零售
    5251 大药房 药品零售
    5261 汽车销售 汽车新车零售
    5273 家电 家用视听设备零售
    5283 家居 家具零售
    5292 电子商务 互联网零售`,
    "便利店 五金店 服装店 水果店 文具店 日杂店 花店",
  ),
  catering: spec(
    [0.085, 3, 380, 0.7, 20, 0.05, 0.4, 0.6, 70, 0.84, 0, 0.05],
    `
    6210 餐饮管理 正餐服务
    6220 快餐 快餐服务
    6291 餐饮服务 小吃服务`,
    "米线店 火锅店 小吃店 早餐店 烧烤店 农家菜馆",
  ),
  lodging: spec(
    [0.03, 5, 430, 0.6, 18, 0.05, 1.6, 0.7, 85, 0.45, 0, 0.45],
    `
    6110 酒店 旅游饭店
    6121 连锁酒店 经济型连锁酒店
    6130 民宿 民宿服务
    7861 旅游开发 名胜风景区管理`,
    "客栈 民宿 旅馆",
  ),
  logistics: spec(
    [0.06, 5, 760, 0.8, 48, 0.045, 0.55, 0.65, 14, 0.3, 0, 0.12],
    `
    5430 运输 普通货物道路运输
    5431 货运 普通货物道路运输
    5821 货运代理 货物运输代理
    5910 物流 装卸搬运
    6020 快递 快递服务`,
    "货运部 配送部",
  ),
  software: spec(
    [0.045, 8, 520, 0.8, 36, 0.09, 0.8, 0.95, 12, 0, 0, 0.05],
    `
    6510 软件 基础软件开发
    6513 信息技术 应用软件开发
    6531 系统集成 信息系统集成服务
    6550 数据服务 信息处理和存储支持服务
    6432 网络科技 互联网信息服务`,
    "电脑店",
  ),
  construction: spec(
    [0.065, 4, 2100, 0.9, 60, 0.04, 0.9, 0.7, 8, 0.05, 0, 0.15],
    `
    4710 建筑工程 住宅房屋建筑
    4813 市政工程 市政道路工程建筑
    4822 水利工程 河湖治理及防洪设施工程建筑
    4910 机电安装 电气安装
    5011 装饰工程 公共建筑装饰和装修`,
    "装修队",
  ),
  services: spec(
    [0.075, 5, 330, 0.8, 26, 0.08, 0.7, 0.7, 8, 0.16, 0, 0.08],
    `
    7111 租赁 汽车租赁
    7241 会计咨询 会计、审计及税务服务
    7251 广告传媒 广告业
    7263 劳务派遣 劳务派遣服务
    7291 旅行社 旅行社及相关服务
    7481 工程咨询 工程技术咨询
    7452 检测 检测服务
    7512 农业科技 生物技术推广服务`,
    "图文店 中介部",
  ),
  resident: spec(
    [0.03, 0, 160, 0.6, 18, 0.06, 0.4, 0.4, 30, 0.8, 0, 0.05],
    `
    8010 家政 家庭服务
    8111 汽车服务 汽车修理与维护
    9051 文化娱乐 歌舞厅娱乐活动`,
    "理发店 汽修店 洗衣店 家电维修部",
  ),
  property: spec(
    [0.01, 0, 700, 0.6, 16, 0.05, 0.5, 0.9, 10, 0, 0, 0.1],
    `
    7010 置业 房地产开发经营
    7020 物业服务 物业管理`,
    "中介部",
  ),
};
export const kindIds = Object.keys(kinds) as readonly Kind[];

export const towns = ["青禾镇", "云岭镇", "稻香镇", "双河镇", "石桥镇", "松坪镇", "临江镇", "茶山乡", "古渡乡", "月塘乡", "白石乡"] as const;
export const parks = ["青禾工业园区", "云岭农产品加工园", "青禾科技孵化园"] as const;
