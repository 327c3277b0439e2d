import { lettersWith, type Templates } from "#billing/email/template.ts";

const letter = lettersWith("Beste {name},", "Met vriendelijke groet");

export const dutch: Templates = {
  invoice: {
    subject: "Factuur {number} van {company}",
    body: letter(
      "customer",
      "Bijgevoegd vindt u factuur {number} van {date} voor {total}. De vervaldatum is {due_date}.",
      "U kunt de factuur ook hier openen:\n{link}",
    ),
  },
  invoice_paid: {
    subject: "Factuur {number} van {company}",
    body: letter(
      "customer",
      "Bijgevoegd vindt u factuur {number} van {date} voor {total}. De factuur is betaald en u hoeft niets meer te doen.",
      "U kunt de factuur ook hier openen:\n{link}",
    ),
  },
  invoice_reminder: {
    subject: "Factuur {number} is vervallen",
    body: letter(
      "customer",
      "Factuur {number} is op {due_date} vervallen en er staat nog {balance} open. Misschien is de factuur aan uw aandacht ontsnapt; wilt u dan de komende dagen betalen?",
      "De factuur is bijgevoegd en opent hier:\n{link}",
      "Hebt u intussen betaald, dan danken wij u en hoeft u niets meer te doen.",
    ),
  },
  payment_receipt: {
    subject: "Wij hebben uw betaling van {amount} ontvangen",
    body: letter(
      "customer",
      "Hartelijk dank: wij hebben op {date} {amount} ontvangen. Ons nummer voor deze betaling is {number}.",
    ),
  },
  payment_failed: {
    subject: "Wij konden {balance} voor factuur {number} niet incasseren",
    body: letter(
      "customer",
      "Wij hebben geprobeerd {balance} voor factuur {number} te incasseren en dat is niet gelukt: {reason}.",
      "Wilt u nagaan of uw betaalmiddel geldig is? Wij proberen het de komende dagen opnieuw. De factuur is bijgevoegd en opent hier:\n{link}",
    ),
  },
  payment_failed_last: {
    subject: "Wij konden {balance} voor factuur {number} niet incasseren",
    body: letter(
      "customer",
      "Wij hebben geprobeerd {balance} voor factuur {number} te incasseren en dat is niet gelukt: {reason}.",
      "Wij proberen het niet uit onszelf opnieuw: wilt u op een andere manier betalen of contact met ons opnemen? De factuur is bijgevoegd en opent hier:\n{link}",
    ),
  },
  estimate: {
    subject: "Offerte {number} van {company}",
    body: letter(
      "customer",
      "Bijgevoegd vindt u onze offerte {number} van {date} voor {total}.",
      "U kunt de offerte hier bekijken, accepteren of afwijzen:\n{link}",
    ),
  },
  credit_note: {
    subject: "Creditnota {number} van {company}",
    body: letter(
      "customer",
      "Bijgevoegd vindt u creditnota {number} van {date} voor {total}.",
      "U kunt de creditnota ook hier openen:\n{link}",
    ),
  },
  sales_order: {
    subject: "Uw order {number}",
    body: letter(
      "customer",
      "Hartelijk dank voor uw order. Bijgevoegd vindt u {number} van {date} voor {total}.",
      "U kunt de order ook hier openen:\n{link}",
    ),
  },
  purchase_order: {
    subject: "Inkooporder {number} van {company}",
    body: letter(
      "vendor",
      "Bijgevoegd vindt u onze inkooporder {number} van {date} voor {total}.",
      "De order opent ook hier:\n{link}",
    ),
  },
};
