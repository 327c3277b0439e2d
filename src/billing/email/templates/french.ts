import { lettersWith, type Templates } from "#billing/email/template.ts";

const letter = lettersWith("Bonjour {name},", "Cordialement");

export const french: Templates = {
  invoice: {
    subject: "Facture {number} de {company}",
    body: letter(
      "customer",
      "Veuillez trouver ci-joint la facture {number} du {date} d’un montant de {total}. Elle est à régler avant le {due_date}.",
      "Vous pouvez aussi l’ouvrir ici :\n{link}",
    ),
  },
  invoice_paid: {
    subject: "Facture {number} de {company}",
    body: letter(
      "customer",
      "Veuillez trouver ci-joint la facture {number} du {date} d’un montant de {total}. Elle est réglée, et vous n’avez rien d’autre à faire.",
      "Vous pouvez aussi l’ouvrir ici :\n{link}",
    ),
  },
  invoice_reminder: {
    subject: "La facture {number} est en retard",
    body: letter(
      "customer",
      "La facture {number} était à régler avant le {due_date}, et {balance} restent dus. C’est peut-être un oubli ; merci alors de la régler dans les prochains jours.",
      "La facture est jointe et s’ouvre ici :\n{link}",
      "Si vous avez payé entre-temps, nous vous en remercions et vous n’avez rien d’autre à faire.",
    ),
  },
  payment_receipt: {
    subject: "Nous avons reçu votre paiement de {amount}",
    body: letter(
      "customer",
      "Merci : nous avons reçu {amount} le {date}. Notre numéro pour ce paiement est {number}.",
    ),
  },
  payment_failed: {
    subject: "Nous n’avons pas pu prélever {balance} pour la facture {number}",
    body: letter(
      "customer",
      "Nous avons essayé de prélever {balance} pour la facture {number}, sans succès : {reason}.",
      "Merci de vérifier que votre moyen de paiement est valable ; nous réessaierons dans les prochains jours. La facture est jointe et s’ouvre ici :\n{link}",
    ),
  },
  payment_failed_last: {
    subject: "Nous n’avons pas pu prélever {balance} pour la facture {number}",
    body: letter(
      "customer",
      "Nous avons essayé de prélever {balance} pour la facture {number}, sans succès : {reason}.",
      "Nous ne réessaierons pas de nous-mêmes : merci de régler autrement ou de nous contacter. La facture est jointe et s’ouvre ici :\n{link}",
    ),
  },
  estimate: {
    subject: "Devis {number} de {company}",
    body: letter(
      "customer",
      "Veuillez trouver ci-joint notre devis {number} du {date} d’un montant de {total}.",
      "Vous pouvez le consulter, l’accepter ou le refuser ici :\n{link}",
    ),
  },
  credit_note: {
    subject: "Avoir {number} de {company}",
    body: letter(
      "customer",
      "Veuillez trouver ci-joint l’avoir {number} du {date} d’un montant de {total}.",
      "Vous pouvez aussi l’ouvrir ici :\n{link}",
    ),
  },
  sales_order: {
    subject: "Votre commande {number}",
    body: letter(
      "customer",
      "Merci de votre commande. Veuillez trouver ci-joint la confirmation {number} du {date} d’un montant de {total}.",
      "Vous pouvez aussi l’ouvrir ici :\n{link}",
    ),
  },
  purchase_order: {
    subject: "Bon de commande {number} de {company}",
    body: letter(
      "vendor",
      "Veuillez trouver ci-joint notre bon de commande {number} du {date} d’un montant de {total}.",
      "Il s’ouvre aussi ici :\n{link}",
    ),
  },
};
