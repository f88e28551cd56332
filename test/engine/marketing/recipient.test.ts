import { expect, test } from 'vitest'
import { type Candidate, type SkipReason, whySkipped } from '../../../app/engine/marketing/recipient.ts'

const mina: Candidate = {
	...{ prospectId: 1, contactId: 2, accountId: 3, email: 'mina@harborclinics.example', consent: 'opt_in', optedOut: false },
	...{ isActive: true, isOverdue: false, hasOpenCase: false, isFilteredOut: false, isEntitled: true },
}

test.each<[string, Partial<Candidate>, SkipReason | null]>([
	['agreed and owes nothing', {}, null],
	['took her word back', { consent: 'opt_out' }, 'opted_out'],
	['complained', { consent: 'complaint' }, 'opted_out'],
	['opted out on her profile', { optedOut: true }, 'opted_out'],
	['has no address', { email: null }, 'no_email'],
	['is not active', { isActive: false }, 'inactive'],
	['cannot be reached', { consent: 'bounce' }, 'bounced'],
	['was never asked', { consent: null }, 'no_consent'],
	['is overdue', { isOverdue: true }, 'overdue'],
	['rests outside the filter', { isFilteredOut: true }, 'filtered_out'],
	['may not see what it is about', { isEntitled: false }, 'not_entitled'],
	['has an open case', { hasOpenCase: true }, 'open_case'],
	['said no before anything else', { consent: 'opt_out', email: null, isActive: false, isOverdue: true, hasOpenCase: true }, 'opted_out'],
])('who %s', (_, more, reason) => {
	expect(whySkipped({ ...mina, ...more })).toBe(reason)
})
