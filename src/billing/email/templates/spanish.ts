import { lettersWith, type Templates } from "#billing/email/template.ts";

const letter = lettersWith("Hola, {name}:", "Atentamente");

export const spanish: Templates = {
  invoice: {
    subject: "Factura {number} de {company}",
    body: letter(
      "customer",
      "Le adjuntamos la factura {number} del {date} por {total}. Vence el {due_date}.",
      "También puede abrirla aquí:\n{link}",
    ),
  },
  invoice_paid: {
    subject: "Factura {number} de {company}",
    body: letter(
      "customer",
      "Le adjuntamos la factura {number} del {date} por {total}. Está pagada y no tiene que hacer nada más.",
      "También puede abrirla aquí:\n{link}",
    ),
  },
  invoice_reminder: {
    subject: "La factura {number} está vencida",
    body: letter(
      "customer",
      "La factura {number} venció el {due_date} y quedan {balance} pendientes. Quizá se haya pasado por alto; en ese caso, le rogamos que la pague en los próximos días.",
      "La factura va adjunta y se abre aquí:\n{link}",
      "Si ya ha pagado, se lo agradecemos y no tiene que hacer nada más.",
    ),
  },
  payment_receipt: {
    subject: "Hemos recibido su pago de {amount}",
    body: letter(
      "customer",
      "Gracias: hemos recibido {amount} el {date}. Nuestro número para este pago es {number}.",
    ),
  },
  payment_failed: {
    subject: "No hemos podido cobrar {balance} de la factura {number}",
    body: letter(
      "customer",
      "Hemos intentado cobrar {balance} de la factura {number} y no ha sido posible: {reason}.",
      "Compruebe que su medio de pago es válido; lo intentaremos de nuevo en los próximos días. La factura va adjunta y se abre aquí:\n{link}",
    ),
  },
  payment_failed_last: {
    subject: "No hemos podido cobrar {balance} de la factura {number}",
    body: letter(
      "customer",
      "Hemos intentado cobrar {balance} de la factura {number} y no ha sido posible: {reason}.",
      "No volveremos a intentarlo por nuestra cuenta: le rogamos que pague de otra forma o que se ponga en contacto con nosotros. La factura va adjunta y se abre aquí:\n{link}",
    ),
  },
  estimate: {
    subject: "Presupuesto {number} de {company}",
    body: letter(
      "customer",
      "Le adjuntamos nuestro presupuesto {number} del {date} por {total}.",
      "Puede verlo, aceptarlo o rechazarlo aquí:\n{link}",
    ),
  },
  credit_note: {
    subject: "Nota de crédito {number} de {company}",
    body: letter(
      "customer",
      "Le adjuntamos la nota de crédito {number} del {date} por {total}.",
      "También puede abrirla aquí:\n{link}",
    ),
  },
  sales_order: {
    subject: "Su pedido {number}",
    body: letter(
      "customer",
      "Gracias por su pedido. Le adjuntamos {number} del {date} por {total}.",
      "También puede abrirlo aquí:\n{link}",
    ),
  },
  purchase_order: {
    subject: "Orden de compra {number} de {company}",
    body: letter(
      "vendor",
      "Le adjuntamos nuestra orden de compra {number} del {date} por {total}.",
      "También se abre aquí:\n{link}",
    ),
  },
};
