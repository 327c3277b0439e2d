import type { Route } from "#platform/http/serve.ts";
import { addonRoutes } from "./catalog/addon.routes.ts";
import { couponRoutes } from "./catalog/coupon.routes.ts";
import { planRoutes } from "./catalog/plan.routes.ts";
import { productRoutes } from "./catalog/product.routes.ts";
import { attachmentRoutes } from "./attachment/attachment.routes.ts";
import { creditNoteRoutes } from "./credit-note/credit-note.routes.ts";
import { estimateRoutes } from "./estimate/estimate.routes.ts";
import { pdfRoutes } from "./delivery/pdf.routes.ts";
import { publicDocumentRoutes } from "./delivery/public-document.routes.ts";
import { publicLinkRoutes } from "./delivery/public-link.routes.ts";
import { purchaseOrderRoutes } from "./order/purchase-order.routes.ts";
import { vendorRoutes } from "./vendor/vendor.routes.ts";
import { salesOrderRoutes } from "./order/sales-order.routes.ts";
import { emailRoutes } from "./email/email.routes.ts";
import { templateRoutes } from "./email/template.routes.ts";
import { mailServerRoutes } from "./email/mail-server.routes.ts";
import { gatewayRoutes } from "./gateway/gateway.routes.ts";
import { webhookRoutes } from "./gateway/webhook.routes.ts";
import { paymentMethodRoutes } from "./payment-method/payment-method.routes.ts";
import { exchangeRateRoutes } from "./currency/exchange-rate.routes.ts";
import { contactPersonRoutes } from "./customer/contact-person.routes.ts";
import { customFieldRoutes } from "./custom-field/custom-field.routes.ts";
import { customerImportRoutes } from "./customer/customer-import.routes.ts";
import { customerMergeRoutes } from "./customer/customer-merge.routes.ts";
import { customerRoutes } from "./customer/customer.routes.ts";
import { moveInRoutes } from "./move-in/move-in.routes.ts";
import { numberSeriesRoutes } from "./document/number-series.routes.ts";
import { invoiceRoutes } from "./invoice/invoice.routes.ts";
import { ledgerRoutes } from "./ledger/ledger.routes.ts";
import { organizationRoutes } from "./organization/organization.routes.ts";
import { paymentRoutes } from "./payment/payment.routes.ts";
import { reportRoutes } from "./report/report.routes.ts";
import { statementRoutes } from "./statement/statement.routes.ts";
import { searchRoutes } from "./search/search.routes.ts";
import { taxRoutes } from "./tax/tax.routes.ts";
import { subscriptionRoutes } from "./subscription/subscription.routes.ts";

/** All endpoints of billing. */
export function billingRoutes(): Route[] {
  return [
    ...organizationRoutes(),
    ...customerImportRoutes(),
    ...moveInRoutes(),
    ...customerRoutes(),
    ...searchRoutes(),
    ...contactPersonRoutes(),
    ...customerMergeRoutes(),
    ...customFieldRoutes(),
    ...productRoutes(),
    ...planRoutes(),
    ...addonRoutes(),
    ...couponRoutes(),
    ...taxRoutes(),
    ...exchangeRateRoutes(),
    ...numberSeriesRoutes(),
    ...invoiceRoutes(),
    ...creditNoteRoutes(),
    ...estimateRoutes(),
    ...salesOrderRoutes(),
    ...vendorRoutes(),
    ...purchaseOrderRoutes(),
    ...pdfRoutes(),
    ...publicLinkRoutes(),
    ...publicDocumentRoutes(),
    ...mailServerRoutes(),
    ...templateRoutes(),
    ...emailRoutes(),
    ...paymentRoutes(),
    ...ledgerRoutes(),
    ...subscriptionRoutes(),
    ...reportRoutes(),
    ...statementRoutes(),
    ...gatewayRoutes(),
    ...webhookRoutes(),
    ...paymentMethodRoutes(),
    ...attachmentRoutes(),
  ];
}
