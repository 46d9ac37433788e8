// The shapes that several scripts of the till's page share. It stands beside their folder, which is served whole.
import type { createVerbs } from "./page/verbs.js";
import type { createWire } from "./page/wire.js";
import type { wording } from "./page/words.js";

export type Wording = ReturnType<typeof wording>;
export type Verbs = ReturnType<typeof createVerbs>;
export type Wire = ReturnType<typeof createWire>;

/** A phrase for each form of the plural. */
export type Forms = Partial<Record<Intl.LDMLPluralRule | "spoken", string>> & { other: string };

/** The words of one language, as `words/*.json` have them. */
export interface Texts {
  problem: Record<string, string> & { unknown: string };
  [phrase: string]: string | Forms | Record<string, string>;
}

/** As `goods_file.py` has them: `price` in minor units for one `unit`, a tap adds `step` of them. */
export interface Good {
  sku: string;
  title: string;
  price: number;
  unit: string;
  step: number;
}

export interface Shelf {
  id: string;
  title: string;
  icon: string;
  goods: Good[];
}

export type ShelvedGood = Good & { category: string };
export type Goods = Map<string, ShelvedGood>;

/** What any till's document is told. */
export interface Page {
  program: string;
  api: string;
  catalogue: Shelf[];
  words: Record<string, Texts>;
}

export interface Config extends Page {
  till: string;
  store: string;
  currency: string;
  minor_digits: number;
  kind?: string;
  types: boolean;
  display?: string;
}

/** Of `/v1/cashier`: a paired device, as `cashiers/page_state.py` tells it. */
export interface PageState {
  program: string;
  till: string;
  store: string;
  currency: string;
  minor_digits: number;
  kind: string;
  staff: Colleague[];
  shift: { id: string; cashier: Colleague; ends_at: string } | null;
  /** The shift that was left on this page, of which the server may not have heard. */
  left?: string;
}

export interface Colleague {
  id: string;
  name: string;
}

/** Who makes a call. */
export interface Mark {
  shift?: string;
}

export interface Link {
  name: string;
  headers(call: Mark): Record<string, string>;
  mark(): Mark;
  mustWait(code: string | undefined): boolean;
  cashier?(): string;
  leave?(): Promise<void>;
}

export interface Problem {
  code: string;
}

/** `status` is 0 when nobody answered. */
export type Answer<Value = unknown> =
  | { ok: true; status: number; body: Value }
  | { ok: false; status: number; body: Problem | null };

/** A refusal as the page tells it; its own has the `phrase` that says it. */
export interface Trouble {
  code?: string;
  status: number;
  phrase?: string;
}

/** Of the contract, what the till asks and draws (`loyalty_api/till.py`, `loyalty_api/receipts.py`). */
export interface Line {
  sku: string;
  title: string;
  category: string;
  unit: string;
  quantity: number;
  amount: number;
}

export interface RuleEffect {
  text: string;
  points: number;
  money: number;
}

export interface Scan {
  scan_id: string;
  member: { initial: string; tier: string };
  may_burn: boolean;
  balance: number;
  gifts?: { title: string }[];
  offers: { id: string; title: string }[];
  events?: KeptPlace[];
  expires_at: string;
}

/** A place that is kept for the member at an event of about now. */
export interface KeptPlace {
  event_id: string;
  title: string;
  starts_at: string;
  came_at: string | null;
}

export interface Guest {
  title: string;
  came_at: string;
  came_before: boolean;
}

export interface Quote {
  purchase_id: string;
  held: number;
  to_pay: number;
  burn_limit: number;
  will_earn: number;
  breakdown: RuleEffect[];
  expires_at: string;
  saved: number;
  by_points: number;
  free_delivery?: boolean;
}

export interface Resolved {
  purchase_id: string;
  earned: number;
  burned: number;
  balance: number;
  breakdown: RuleEffect[];
}

export interface Join {
  url: string;
  expires_at: string;
  will_earn: number;
}

export interface Refunded {
  refund_id: string;
  purchase_id: string;
  amount: { amount: number; currency: string };
  restored: number;
  reversed: number;
  balance: number;
}

export interface FoundReceipt {
  purchase_id: string;
  receipt_id: string;
  at: string;
  refundable: number;
  delivered_at?: string | null;
  lines: { sku: string; title: string; quantity: number | string; unit: string }[];
}

export interface FoundReceipts {
  receipts: FoundReceipt[];
}

export interface RefundLine {
  sku: string;
  quantity: number;
}

/** A sale made without the network. */
export interface SoldOffline {
  receipt: string;
  basket: Line[];
}

interface Asked<Kind extends string, Body extends object> {
  kind: Kind;
  receipt: string;
  path: string;
  method?: "PUT";
  body: Body;
}

/** What a call is kept with besides: `made` marks what follows from it, `told` is shown with its answer, `turn` is the
 * coupon that the price is asked for with for the first time. */
interface KeptWith extends Mark {
  key?: string;
  lost?: boolean;
  sold?: SoldOffline;
  made?: Mark;
  told?: Trouble;
  turn?: string;
}

export type Call = KeptWith &
  (
    | Asked<"scan", { raw: string; till_time: string }>
    | Asked<
        "open",
        {
          scan_id: string;
          receipt_id: string;
          lines: Line[];
          total: number;
          burn: number;
          coupons: string[];
        }
      >
    | (Asked<"complete", object> & { lines: Line[]; paid: number; delivery: boolean })
    | Asked<"deliver", { purchase_id: string }>
    | Asked<"cancel" | "reopen", object>
    | Asked<"join", { receipt_id: string; lines: Line[]; total: number }>
    | (Asked<"let_in", object> & { event: string })
    | Asked<"refund", { lines?: RefundLine[]; amount?: number }>
  );
export type Kind = Call["kind"];

/** A call without an answer yet. */
export type Waiting = Call & { key: string; lost: boolean };

/** What each kind of call is answered with. */
export interface Done {
  scan: Scan;
  open: Quote;
  complete: Resolved;
  cancel: Resolved;
  reopen: Resolved;
  join: Join;
  let_in: Guest;
  deliver: { purchase_id: string };
  refund: Refunded;
}

export interface Sale {
  phase: "sale" | "payment" | "done";
  receipt: string;
  basket: Line[];
  typed: string;
  coupons: string[];
  /** Read before there was a price, or while one was on its way: they have their turn with the next, if it comes. */
  queued?: string[];
  scan: Scan | null;
  burn: number;
  quote: Quote | null;
  outcome: Resolved | null;
  join: Join | null;
  offline: boolean;
  delivery: boolean;
  problem: Trouble | null;
}

/** What a receipt says of one good; what a line cost is known where this till sold it. */
export interface ReceiptLine extends RefundLine {
  title: string;
  unit: string;
  amount?: number;
}

export interface Receipt {
  purchase_id: string;
  receipt_id: string;
  at: string;
  lines: ReceiptLine[];
  paid: number;
  earned?: number;
  /** The goods will be brought; the moment when they were. */
  delivery?: boolean;
  delivered?: string;
  returned: Record<string, number>;
}

/** Which receipt goods come back from is still to be chosen. */
export interface Search {
  receipt: null;
  found: Receipt[] | null;
  problem: Trouble | null;
}

export interface Return {
  receipt: Receipt;
  quantities: Record<string, number>;
  amount: number;
  outcome: Refunded | null;
  problem: Trouble | null;
}

/** An answer that came for a sale the cashier has left. */
export interface Notice {
  receipt: string;
  problem: Trouble | null;
}

export interface App {
  sale: Sale;
  receipts: Receipt[];
  refund: Search | Return | null;
  notice: Notice | null;
  /** Coupons that were read for a sale which went on without them. */
  unused?: string[];
}

/** What is kept over a reload. */
export interface Kept {
  app: App;
  calls: Waiting[];
  ahead: number;
}

export interface State {
  app: App;
  words: Wording;
  shelf: string;
  hasCamera: boolean;
}

/** What the panels are drawn from. */
export interface View extends App, Omit<State, "app"> {
  config: Config;
  link: Link;
  goods: Goods;
  act: Verbs;
  busy: boolean;
  fixed: boolean;
  scanning: boolean;
  refunding: boolean;
  /** Purchases whose delivery is being noted. */
  delivering: string[];
  lost: boolean;
  waiting: number;
  anyLost: boolean;
  canGiveUp: boolean;
  canLeave: boolean;
  canSellOffline: boolean;
}

export type RefundView<Step extends Search | Return = Search | Return> = View & { refund: Step };

/** In front of the till. */
export interface Gate {
  step: "pair" | "staff" | "pin";
  chosen: string;
  typed: string;
  problem: Trouble | null;
  busy: boolean;
}

export interface GateView extends Gate {
  config: Pick<PageState, "program" | "till" | "store" | "staff">;
  words: Wording;
  act: {
    choose(id: string): void;
    back(): void;
    switchLanguage(): void;
    pair(code: string): Promise<void>;
    typePin(typed: string): Promise<void>;
  };
}
