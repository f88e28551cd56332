import fc from 'fast-check'

/** For runs that only ask whether a law fails, not on what: shrinking a counterexample costs more than finding it. */
fc.configureGlobal({ endOnFailure: true })
