-- The worker looks every second for card calls whose day has come; most attempts are long past.
CREATE INDEX "payment_attempt_scheduled" ON "payment_attempt" USING btree ("authorise_on") WHERE "payment_attempt"."state" = 'scheduled';
