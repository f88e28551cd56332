/** What was chosen to be paid: invoices with their amounts as typed, and credit notes to net. */
export function readPayForm(form: FormData) {
	const ids = (name: string) => form.getAll(name).flatMap((value) => (/^[1-9]\d{0,14}$/.test(String(value)) ? [Number(value)] : []))
	const text = (name: string) => form.get(name)?.toString().trim() ?? ''
	return {
		invoices: ids('invoice').map((invoiceId) => ({ invoiceId, amount: text(`amount-${invoiceId}`).slice(0, 30) })),
		creditNoteIds: ids('note'),
		usesCash: form.get('cash') === 'yes',
		paymentMethodId: /^pm_\w{1,100}$/.test(text('paymentMethodId')) ? text('paymentMethodId') : null,
		idempotencyKey: /^[\w-]{8,64}$/.test(text('key')) ? text('key') : '',
	}
}
