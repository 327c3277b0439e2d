import { lettersWith, type Templates } from "#billing/email/template.ts";

const letter = lettersWith("Buongiorno {name},", "Cordiali saluti");

export const italian: Templates = {
  invoice: {
    subject: "Fattura {number} di {company}",
    body: letter(
      "customer",
      "in allegato trova la fattura {number} del {date} per {total}. Scade il {due_date}.",
      "Può aprirla anche qui:\n{link}",
    ),
  },
  invoice_paid: {
    subject: "Fattura {number} di {company}",
    body: letter(
      "customer",
      "in allegato trova la fattura {number} del {date} per {total}. È già pagata e non deve fare altro.",
      "Può aprirla anche qui:\n{link}",
    ),
  },
  invoice_reminder: {
    subject: "La fattura {number} è scaduta",
    body: letter(
      "customer",
      "la fattura {number} è scaduta il {due_date} e restano da pagare {balance}. Forse è sfuggita; in tal caso La preghiamo di pagarla nei prossimi giorni.",
      "La fattura è allegata e si apre qui:\n{link}",
      "Se nel frattempo ha già pagato, La ringraziamo e non deve fare altro.",
    ),
  },
  payment_receipt: {
    subject: "Abbiamo ricevuto il Suo pagamento di {amount}",
    body: letter(
      "customer",
      "grazie: abbiamo ricevuto {amount} il {date}. Il nostro numero per questo pagamento è {number}.",
    ),
  },
  payment_failed: {
    subject: "Non siamo riusciti a riscuotere {balance} per la fattura {number}",
    body: letter(
      "customer",
      "abbiamo provato a riscuotere {balance} per la fattura {number}, senza riuscirci: {reason}.",
      "La preghiamo di verificare che il Suo mezzo di pagamento sia valido; riproveremo nei prossimi giorni. La fattura è allegata e si apre qui:\n{link}",
    ),
  },
  payment_failed_last: {
    subject: "Non siamo riusciti a riscuotere {balance} per la fattura {number}",
    body: letter(
      "customer",
      "abbiamo provato a riscuotere {balance} per la fattura {number}, senza riuscirci: {reason}.",
      "Non riproveremo da soli: La preghiamo di pagare in altro modo o di contattarci. La fattura è allegata e si apre qui:\n{link}",
    ),
  },
  estimate: {
    subject: "Preventivo {number} di {company}",
    body: letter(
      "customer",
      "in allegato trova il nostro preventivo {number} del {date} per {total}.",
      "Può consultarlo, accettarlo o rifiutarlo qui:\n{link}",
    ),
  },
  credit_note: {
    subject: "Nota di credito {number} di {company}",
    body: letter(
      "customer",
      "in allegato trova la nota di credito {number} del {date} per {total}.",
      "Può aprirla anche qui:\n{link}",
    ),
  },
  sales_order: {
    subject: "Il Suo ordine {number}",
    body: letter(
      "customer",
      "grazie per il Suo ordine. In allegato trova {number} del {date} per {total}.",
      "Può aprirlo anche qui:\n{link}",
    ),
  },
  purchase_order: {
    subject: "Ordine di acquisto {number} di {company}",
    body: letter(
      "vendor",
      "in allegato trova il nostro ordine di acquisto {number} del {date} per {total}.",
      "Si apre anche qui:\n{link}",
    ),
  },
};
