/**
 * Counted by hand from the price lists and promotions of the demo company (experience.md section 1); nothing here is
 * computed by the code under test.
 */
export const expected = {
	product: 'Winterlight',
	bag: 'Winterlight whole beans, 1 kg',
	/** The sale of the new roast, 18.00, is below Fargo's contract of 18.50; from five units over all stores the contract's 17.75 is below the sale. */
	ownPrice: '$18.00',
	tierPrice: '$17.75',
	/** 3 × 18.00 */
	firstGoods: '$54.00',
	/** 5 × 17.75 + 2 × 49.90 + 1 × 19.95 = 88.75 + 99.80 + 19.95 */
	goods: '$208.50',
	/**
	 * 30 % of 99.80 and of 19.95 off (29.94 and 5.99: 69.86 and 13.96 stay), then 5 % of 172.57 (8.63) over all lines:
	 * 84.31 + 66.37 + 13.26
	 */
	net: '$163.94',
	/** 163.94 + shipping 22.50 − 20.00 + tax 12.44; Fargo 105.21, Grand Forks 54.68, Moorhead 18.99 */
	total: '$178.88',
	terms: 'Net 45',
} as const
