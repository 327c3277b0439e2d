import { type Moves, not, to } from "#billing/document/move.ts";

/** What is shown of a sales order; `confirmed` is one that is open. */
export const salesOrderStatuses = ["draft", "confirmed", "on_hold", "closed", "void"] as const;
export type SalesOrderStatus = (typeof salesOrderStatuses)[number];

export type SalesOrderAction = "confirm" | "hold" | "release" | "close" | "reopen" | "void" | "invoice";

const unconfirmed = not("It is a draft: confirm it first");
const closed = not("It is closed: open it again first");
const void_ = not("It is void");

/** The life of a sales order. */
export const salesOrderMoves: Moves<SalesOrderAction, SalesOrderStatus, SalesOrderStatus> = {
  confirm: {
    draft: to("confirmed"),
    confirmed: not("It was confirmed already"),
    on_hold: not("It was confirmed already; release it"),
    closed,
    void: void_,
  },
  hold: {
    draft: unconfirmed,
    confirmed: to("on_hold"),
    on_hold: not("It is on hold already"),
    closed,
    void: void_,
  },
  release: {
    draft: unconfirmed,
    confirmed: not("It is not on hold"),
    on_hold: to("confirmed"),
    closed,
    void: void_,
  },
  close: {
    draft: not("It is a draft: delete it instead"),
    confirmed: to("closed"),
    on_hold: to("closed"),
    closed: not("It is closed already"),
    void: void_,
  },
  reopen: {
    draft: unconfirmed,
    confirmed: not("It is open already"),
    on_hold: not("It is on hold: release it instead"),
    closed: to("confirmed"),
    void: void_,
  },
  void: {
    draft: to("void"),
    confirmed: to("void"),
    on_hold: to("void"),
    closed,
    void: not("It is void already"),
  },
  invoice: {
    draft: unconfirmed,
    confirmed: to("closed"),
    on_hold: not("It is on hold: release it first"),
    closed: not("It is closed: an order becomes an invoice once"),
    void: void_,
  },
};
