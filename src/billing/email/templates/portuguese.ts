import { lettersWith, type Templates } from "#billing/email/template.ts";

const letter = lettersWith("Olá, {name},", "Com os melhores cumprimentos");

export const portuguese: Templates = {
  invoice: {
    subject: "Fatura {number} de {company}",
    body: letter(
      "customer",
      "Segue em anexo a fatura {number} de {date} no valor de {total}. Vence em {due_date}.",
      "Também a pode abrir aqui:\n{link}",
    ),
  },
  invoice_paid: {
    subject: "Fatura {number} de {company}",
    body: letter(
      "customer",
      "Segue em anexo a fatura {number} de {date} no valor de {total}. Já está paga e não é preciso fazer mais nada.",
      "Também a pode abrir aqui:\n{link}",
    ),
  },
  invoice_reminder: {
    subject: "A fatura {number} está vencida",
    body: letter(
      "customer",
      "A fatura {number} venceu em {due_date} e ainda estão em aberto {balance}. Talvez tenha passado despercebida; nesse caso, pedimos que a pague nos próximos dias.",
      "A fatura segue em anexo e abre-se aqui:\n{link}",
      "Se entretanto já pagou, agradecemos e não é preciso fazer mais nada.",
    ),
  },
  payment_receipt: {
    subject: "Recebemos o seu pagamento de {amount}",
    body: letter(
      "customer",
      "Obrigado: recebemos {amount} em {date}. O nosso número para este pagamento é {number}.",
    ),
  },
  payment_failed: {
    subject: "Não conseguimos cobrar {balance} da fatura {number}",
    body: letter(
      "customer",
      "Tentámos cobrar {balance} da fatura {number} e não foi possível: {reason}.",
      "Verifique se o seu meio de pagamento é válido; voltaremos a tentar nos próximos dias. A fatura segue em anexo e abre-se aqui:\n{link}",
    ),
  },
  payment_failed_last: {
    subject: "Não conseguimos cobrar {balance} da fatura {number}",
    body: letter(
      "customer",
      "Tentámos cobrar {balance} da fatura {number} e não foi possível: {reason}.",
      "Não voltaremos a tentar por nós: pedimos que pague de outra forma ou que entre em contacto connosco. A fatura segue em anexo e abre-se aqui:\n{link}",
    ),
  },
  estimate: {
    subject: "Orçamento {number} de {company}",
    body: letter(
      "customer",
      "Segue em anexo o nosso orçamento {number} de {date} no valor de {total}.",
      "Pode consultá-lo, aceitá-lo ou recusá-lo aqui:\n{link}",
    ),
  },
  credit_note: {
    subject: "Nota de crédito {number} de {company}",
    body: letter(
      "customer",
      "Segue em anexo a nota de crédito {number} de {date} no valor de {total}.",
      "Também a pode abrir aqui:\n{link}",
    ),
  },
  sales_order: {
    subject: "A sua encomenda {number}",
    body: letter(
      "customer",
      "Obrigado pela sua encomenda. Segue em anexo {number} de {date} no valor de {total}.",
      "Também a pode abrir aqui:\n{link}",
    ),
  },
  purchase_order: {
    subject: "Ordem de compra {number} de {company}",
    body: letter(
      "vendor",
      "Segue em anexo a nossa ordem de compra {number} de {date} no valor de {total}.",
      "Também se abre aqui:\n{link}",
    ),
  },
};
