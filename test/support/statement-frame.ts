/** What is sent but costs no budget: the frame of a transaction, and what the driver asks once per connection. */
const frame = /^\s*(begin|commit|rollback|savepoint|release|select set_config\(|set (local|role)\b)|from pg_catalog\.pg_type/i

export const isCounted = (text: string): boolean => !frame.test(text)
