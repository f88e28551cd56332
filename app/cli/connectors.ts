import { join } from 'node:path'
import type { Db } from '../../db/client.server.ts'
import type { EmailConnector } from '../connectors/email/contract.ts'
import { openMailbox } from '../connectors/email/embedded/mailbox.server.ts'
import { openSmtp } from '../connectors/email/smtp/smtp.server.ts'
import { openLocalFiles } from '../connectors/files/local/local-files.server.ts'
import { openHttpsHook } from '../connectors/hook/https/https-hook.server.ts'
import type { PaymentConnector } from '../connectors/payment/contract.ts'
import { noPayment } from '../connectors/payment/no-payment.ts'
import { openStripe } from '../connectors/stripe/stripe.server.ts'
import { openOwnSides } from '../connectors/sync/embedded/own-sides.server.ts'
import { openOutside } from '../connectors/sync/outside/outside.server.ts'
import { openAvatax } from '../connectors/tax/avatax/avatax.server.ts'
import type { TaxConnectors } from '../connectors/tax/contract.ts'
import { openTaxTable } from '../connectors/tax/embedded/table.ts'
import type { Env } from '../platform/env.server.ts'
import type { Connectors } from '../platform/house.ts'
import type { Log } from '../platform/log.server.ts'
import { writeAttachment } from '../routes/mail-attachment.server.ts'
import { renderMail } from '../ui/mail/render-mail.ts'

/** Opens every outside system once per process: the real one when its settings are there, else its stand-in. */
export function openConnectors(env: Env, { db }: { db: Db; clock: () => Date; log: Log }): Connectors {
	return {
		payment: openPayment(env),
		email: openEmail(env, db),
		tax: openTax(env),
		files: openLocalFiles(join(env.KONTOR_DATA_DIR, 'files')),
		hook: openHttpsHook(),
		ownSides: openOwnSides,
		...openOutside({ secrets: env.SESSION_SECRET ?? [], reachesInside: env.KONTOR_MODE !== 'production' }),
	}
}

function openPayment({
	STRIPE_SECRET_KEY: secretKey,
	STRIPE_PUBLISHABLE_KEY: publishableKey,
	STRIPE_WEBHOOK_SECRET: webhookSecret,
	...env
}: Env): PaymentConnector {
	// In production without keys nobody pays by card; `npm start` gives the others the stand-in's.
	if (!secretKey || !publishableKey || !webhookSecret) return noPayment()
	const standIn = env.STRIPE_STAND_IN_ORIGIN ? { standInOrigin: env.STRIPE_STAND_IN_ORIGIN } : {}
	return openStripe({ secretKey, publishableKey, webhookSecret, ...standIn })
}

function openTax({ AVATAX_ACCOUNT: accountId, AVATAX_LICENSE_KEY: licenseKey, AVATAX_ORIGIN: origin }: Env): TaxConnectors {
	const avatax = accountId && licenseKey ? openAvatax({ accountId, licenseKey, ...(origin ? { origin } : {}) }) : null
	return { table: openTaxTable(), avatax }
}

function openEmail(env: Env, db: Db): EmailConnector {
	const seller = { name: env.SHOP_NAME, url: env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}` }
	const carry = env.SMTP_URL && env.SMTP_FROM ? { carry: openSmtp({ url: env.SMTP_URL, from: env.SMTP_FROM }) } : {}
	return openMailbox({
		db,
		render: renderMail,
		seller,
		...carry,
		write: (attachment, locale) => writeAttachment(db, attachment, locale),
		isReadable: env.KONTOR_MODE !== 'production' && !env.SMTP_URL,
	})
}
