/** The form of the rooms for keys. Anything but a choice of its own reads as nothing. */
export function readKeyForm(form: FormData): { intent: 'make' | 'revoke'; keyId: number; name: string; scopes: string[]; days: number | null } {
	const days = { '90': 90, '365': 365 }[String(form.get('days'))] ?? null
	const keyId = String(form.get('keyId') ?? '')
	return {
		intent: form.get('intent') === 'revoke' ? 'revoke' : 'make',
		keyId: /^[1-9]\d{0,14}$/.test(keyId) ? Number(keyId) : 0,
		name: String(form.get('name') ?? ''),
		scopes: [...new Set(form.getAll('scope').map(String))],
		days,
	}
}
