-- What the ledger says of a credit note that settles an invoice tells of both, as it does of a payment: the page of either
-- shows it.
alter table ledger_posting add column credit_note_id text;
update ledger_posting p set credit_note_id = s.credit_note_id
  from settlement s
 where s.organization_id = p.organization_id and s.invoice_id = p.document_id and s.credit_note_id is not null
   and p.payment_id is null
   and (p.kind, p.created_at) in (('settlement', s.created_at), ('unsettlement', s.undone_at))
   -- Several can settle one invoice at once: by their amounts they are told apart.
   and exists (select from ledger_entry e
     where e.organization_id = p.organization_id and e.posting_id = p.id and e.account = 'credit'
       and e.amount = case p.kind when 'settlement' then s.amount else -s.amount end);
create index ledger_posting_payment on ledger_posting (organization_id, payment_id) where payment_id is not null;
create index ledger_posting_credit_note on ledger_posting (organization_id, credit_note_id) where credit_note_id is not null;
