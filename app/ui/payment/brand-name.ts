const names: Record<string, string> = {
	amex: 'American Express',
	cartes_bancaires: 'Cartes Bancaires',
	diners: 'Diners Club',
	discover: 'Discover',
	eftpos_au: 'eftpos',
	jcb: 'JCB',
	mastercard: 'Mastercard',
	unionpay: 'UnionPay',
	visa: 'Visa',
}

/** A brand as it writes itself; the processor's word for one that is not known here. */
export const brandName = (brand: string): string => names[brand] ?? brand
