/** From worst to best, a third of a letter apart; everybody begins with D (sync-core.md B14). */
export const grades = ['F', 'D-', 'D', 'D+', 'C-', 'C', 'C+', 'B-', 'B', 'B+', 'A-', 'A', 'A+'] as const
export type Grade = (typeof grades)[number]

/** Where D stands in `grades`. */
const gradeStart = grades.indexOf('D')

export const gradeLadder = { ladder: grades, start: gradeStart }

/** The grade of so many thirds of a letter above D; there is none above A+ and none below F. */
export function gradeOf(thirds: number): Grade {
	return grades[Math.max(0, Math.min(grades.length - 1, gradeStart + thirds))] ?? 'D'
}

export type CriterionHeld = { name: string; weight: number; holds: boolean }

/** What makes a grade: each criterion with what it gave, and the sum that its grade stands for. */
export function explainGrade(criteria: readonly CriterionHeld[]): { thirds: number; grade: Grade } {
	const thirds = criteria.reduce((sum, { weight, holds }) => sum + (holds ? weight : 0), 0)
	return { thirds, grade: gradeOf(thirds) }
}
