/** The first stop of the Tab key; leads past the head of the page. */
export function SkipLink({ label }: { label: string }) {
	return (
		<a href="#main" className="sr-only z-50 rounded-md bg-accent px-4 py-2 font-medium text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2">
			{label}
		</a>
	)
}
