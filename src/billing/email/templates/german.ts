import { lettersWith, type Templates } from "#billing/email/template.ts";

const letter = lettersWith("Guten Tag {name},", "Mit freundlichen Grüßen");

export const german: Templates = {
  invoice: {
    subject: "Rechnung {number} von {company}",
    body: letter(
      "customer",
      "anbei erhalten Sie die Rechnung {number} vom {date} über {total}. Sie ist fällig am {due_date}.",
      "Sie können sie auch hier öffnen:\n{link}",
    ),
  },
  invoice_paid: {
    subject: "Rechnung {number} von {company}",
    body: letter(
      "customer",
      "anbei erhalten Sie die Rechnung {number} vom {date} über {total}. Sie ist bezahlt, und es ist nichts weiter zu tun.",
      "Sie können sie auch hier öffnen:\n{link}",
    ),
  },
  invoice_reminder: {
    subject: "Rechnung {number} ist überfällig",
    body: letter(
      "customer",
      "die Rechnung {number} war am {due_date} fällig, und davon sind noch {balance} offen. Vielleicht wurde sie übersehen; dann bezahlen Sie sie bitte in den nächsten Tagen.",
      "Die Rechnung ist beigefügt und lässt sich hier öffnen:\n{link}",
      "Falls Sie inzwischen bezahlt haben, danken wir Ihnen, und es ist nichts weiter zu tun.",
    ),
  },
  payment_receipt: {
    subject: "Wir haben Ihre Zahlung von {amount} erhalten",
    body: letter(
      "customer",
      "vielen Dank: Wir haben am {date} {amount} erhalten. Unsere Nummer für die Zahlung ist {number}.",
    ),
  },
  payment_failed: {
    subject: "Wir konnten {balance} für die Rechnung {number} nicht einziehen",
    body: letter(
      "customer",
      "wir haben versucht, {balance} für die Rechnung {number} einzuziehen, und es hat nicht geklappt: {reason}.",
      "Bitte prüfen Sie, ob Ihr Zahlungsmittel gültig ist; wir versuchen es in den nächsten Tagen noch einmal. Die Rechnung ist beigefügt und lässt sich hier öffnen:\n{link}",
    ),
  },
  payment_failed_last: {
    subject: "Wir konnten {balance} für die Rechnung {number} nicht einziehen",
    body: letter(
      "customer",
      "wir haben versucht, {balance} für die Rechnung {number} einzuziehen, und es hat nicht geklappt: {reason}.",
      "Wir versuchen es nicht noch einmal von selbst: Bitte bezahlen Sie auf anderem Weg, oder melden Sie sich bei uns. Die Rechnung ist beigefügt und lässt sich hier öffnen:\n{link}",
    ),
  },
  estimate: {
    subject: "Angebot {number} von {company}",
    body: letter(
      "customer",
      "anbei erhalten Sie unser Angebot {number} vom {date} über {total}.",
      "Hier können Sie es ansehen, annehmen oder ablehnen:\n{link}",
    ),
  },
  credit_note: {
    subject: "Gutschrift {number} von {company}",
    body: letter(
      "customer",
      "anbei erhalten Sie die Gutschrift {number} vom {date} über {total}.",
      "Sie können sie auch hier öffnen:\n{link}",
    ),
  },
  sales_order: {
    subject: "Ihr Auftrag {number}",
    body: letter(
      "customer",
      "vielen Dank für Ihren Auftrag. Anbei erhalten Sie {number} vom {date} über {total}.",
      "Sie können ihn auch hier öffnen:\n{link}",
    ),
  },
  purchase_order: {
    subject: "Bestellung {number} von {company}",
    body: letter(
      "vendor",
      "anbei erhalten Sie unsere Bestellung {number} vom {date} über {total}.",
      "Sie lässt sich auch hier öffnen:\n{link}",
    ),
  },
};
