import type { ErrorRows } from "./error-rows.ts";

/** Refusals of e-mails, and of the mail server that they go out by. */
export const emailErrors = {
  "email.not_found": [404, "There is no such e-mail", "Look at the list under Settings > E-mail."],
  "email.no_attachment": [404, "No file goes with this e-mail", "Look at the e-mail itself."],
  "email.document_void": [
    409,
    "A document that is not in force is not e-mailed",
    "Send the document that takes its place.",
  ],
  "email.no_recipient": [
    422,
    "Nobody is named to whom the e-mail goes",
    "Enter an e-mail address, or give the customer one.",
  ],
  "email.no_server": [
    409,
    "No mail server is set up",
    "An administrator sets it up under Settings > E-mail; until then e-mails are kept there and sent to nobody.",
  ],
  "email.host_refused": [
    422,
    "E-mails cannot be sent by this server",
    "Use a server that is reached from the internet. For one inside your network, the operator of this server sets CONCORD_WEBHOOK_ALLOW_PRIVATE to on.",
  ],
  "email.host_unknown": [
    502,
    "There is no mail server of this name",
    "Look at the name of the server under Settings > E-mail.",
  ],
  "email.unreachable": [
    502,
    "The mail server cannot be reached",
    "Look at server and port under Settings > E-mail; usual ports are 587 for STARTTLS and 465 for TLS.",
  ],
  "email.timeout": [
    502,
    "The mail server did not answer in time",
    "Look at port and encryption under Settings > E-mail: port 465 takes TLS, port 587 STARTTLS.",
  ],
  "email.tls_failed": [
    502,
    "No encrypted connection to the mail server came about",
    "Choose the encryption that the server offers under Settings > E-mail; its certificate must be valid for its name.",
  ],
  "email.not_tls": [
    502,
    "The mail server does not speak TLS from the start on this port",
    "Choose STARTTLS and port 587 under Settings > E-mail, or the port for TLS, which usually is 465.",
  ],
  "email.no_starttls": [
    502,
    "The mail server offers no STARTTLS on this port",
    "Choose TLS and port 465 under Settings > E-mail, or the port for STARTTLS, which usually is 587.",
  ],
  "email.certificate_name": [
    502,
    "The certificate of the mail server is for another name",
    "Enter the server under Settings > E-mail by the name that its certificate has.",
  ],
  "email.certificate_untrusted": [
    502,
    "The certificate of the mail server is not trusted",
    "Its operator installs one of a known authority; the operator of this server can add an authority of their own by NODE_EXTRA_CA_CERTS.",
  ],
  "email.certificate_expired": [
    502,
    "The certificate of the mail server is not valid today",
    "Its operator renews it; look at the clock of this server as well.",
  ],
  "email.no_sign_in": [
    502,
    "The mail server offers no sign-in, and a user name is given",
    "Choose STARTTLS or TLS under Settings > E-mail, as many servers let nobody sign in without; leave the user name out where the server asks for none.",
  ],
  "email.sign_in_wanted": [
    502,
    "The mail server wants a sign-in, and no user name is given",
    "Enter user name and password under Settings > E-mail, as your provider tells them for sending.",
  ],
  "email.sign_in_refused": [
    502,
    "The mail server refused user name and password",
    "Enter those of the mail server under Settings > E-mail; many providers want a password made for applications.",
  ],
  "email.refused": [
    502,
    "The mail server refused the e-mail",
    "Read what it answered: often the sender's address may not be used there, or a recipient does not exist.",
  ],
  "email.some_refused": [
    502,
    "The mail server did not take the e-mail for every receiver",
    "Correct the address that it names, and send the e-mail to that one.",
  ],
  "email.some_later": [
    502,
    "The mail server did not take the e-mail for every receiver yet",
    "An e-mail of its own, which is tried again by itself, goes to whom it names.",
  ],
  "email.unknown_placeholder": [
    422,
    "The text has a placeholder that is none",
    "Use only those that are listed beside the text.",
  ],
} as const satisfies ErrorRows;
