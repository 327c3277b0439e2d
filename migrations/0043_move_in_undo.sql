-- A payment that an import brought is taken back whole: what it settled and what was given back of it goes with it. The
-- ledger keeps what it said of them, and says that it is taken back.
grant delete on settlement to concord_app;
grant delete on refund to concord_app;
