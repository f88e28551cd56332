import { isMailAccepted, normaliseMail } from './mail.ts'

const misspelled: Readonly<Record<string, string>> = {
	'gmial.com': 'gmail.com',
	'gmai.com': 'gmail.com',
	'gmail.con': 'gmail.com',
	'gmail.co': 'gmail.com',
	'hotmial.com': 'hotmail.com',
	'hotmail.con': 'hotmail.com',
	'outlok.com': 'outlook.com',
	'outlook.con': 'outlook.com',
	'yaho.com': 'yahoo.com',
	'yahoo.con': 'yahoo.com',
}

/**
 * The address that was probably meant, of one that a strict side refuses or whose domain is a known slip (`a.@x.cz` is
 * `a@x.cz`); null where there is nothing to say. What it answers, a strict side takes.
 */
export function suggestMail(given: string): string | null {
	const mail = normaliseMail(
		given
			.trim()
			.replace(/^mailto:/i, '')
			.replace(/^.*<([^<>]*)>$/, '$1'),
	)
	const at = mail.lastIndexOf('@')
	if (at < 1) return null
	const local = mail
		.slice(0, at)
		.replace(/\s+/g, '')
		.replace(/@/g, '')
		.replace(/\.{2,}/g, '.')
		.replace(/^\.|\.$/g, '')
	const domain = mail
		.slice(at + 1)
		.replace(/\s+/g, '')
		.replace(/,/g, '.')
		.replace(/\.{2,}/g, '.')
		.replace(/^[.-]+|[.,;:-]+$/g, '')
	const meant = `${local}@${misspelled[domain] ?? domain}`
	return meant !== normaliseMail(given) && isMailAccepted(meant, 'strict') ? meant : null
}
