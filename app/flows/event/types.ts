/** A reason that no further attempt can cure: the delivery is parked at once. */
export class NeverDeliverable extends Error {}
