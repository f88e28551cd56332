/** What is known of a person's account and of herself while marketing would like to write to her. */
export type SuppressionFacts = {
	/** An invoice of her account is past its day. */
	isOverdue: boolean
	/** A case or a return of hers is open. */
	hasOpenCase: boolean
}

export type Suppression = 'overdue' | 'open_case'

/**
 * Why no promotion goes out to her now, though she agreed to mails (sync-core.md section c): who owes, or waits for help, is not sold
 * to. Payment and the end of the case lift it. Null: nothing stands against it.
 */
export function suppress({ isOverdue, hasOpenCase }: SuppressionFacts): Suppression | null {
	if (isOverdue) return 'overdue'
	return hasOpenCase ? 'open_case' : null
}
