/**
 * A mail as data, every text already in its person's language. Flows compose it, `renderMail` (app/ui/mail) draws it as
 * HTML and as text from the same blocks, so the two never say different things.
 */
export type MailContent = {
	subject: string
	/** The line that inboxes show behind the subject. */
	preheader: string
	title: string
	blocks: MailBlock[]
	/** Why this person gets this mail, and from whom. */
	footer: string[]
	/** Only for marketing; drawn in the footer and sent as List-Unsubscribe. */
	unsubscribe?: { label: string; url: string }
	/** A picture of one dot that says when it is loaded; only for marketing, and never in the text part. */
	openUrl?: string
}

export type MailBlock =
	| { kind: 'text'; text: string }
	/** One act per mail is best; its address is also written out in the text part. */
	| { kind: 'button'; label: string; url: string }
	/** Figures to type in, such as a sign-in code. */
	| { kind: 'code'; label: string; code: string }
	| { kind: 'facts'; facts: { name: string; value: string }[] }
	/** Columns named in `figures` (counted from 0) stand right, as figures do. */
	| { kind: 'lines'; head: string[]; rows: string[][]; foot?: string[][]; figures: number[] }
	| { kind: 'note'; text: string }

export type RenderedMail = { subject: string; html: string; text: string }

/** A document that goes with a mail: an invoice or a credit note by its number, a receipt by its payment; `name` is the file's. */
export type MailAttachment = { name: string; accountId: number } & ({ kind: 'invoice'; number: string } | { kind: 'receipt'; paymentId: number })
