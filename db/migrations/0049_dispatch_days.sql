-- When a warehouse sends, and whether a way's days count weekends: what a day of delivery is promised by.
ALTER TABLE "warehouse" ADD COLUMN "time_zone" text;
ALTER TABLE "warehouse" ADD COLUMN "cut_off" text;
ALTER TABLE "warehouse" ADD COLUMN "works_on" smallint[] DEFAULT '{1,2,3,4,5}' NOT NULL;
ALTER TABLE "warehouse" ADD COLUMN "closed_on" date[] DEFAULT '{}' NOT NULL;
ALTER TABLE "warehouse" ADD CONSTRAINT "warehouse_cut_off" CHECK ("cut_off" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$');
ALTER TABLE "warehouse" ADD CONSTRAINT "warehouse_works_on" CHECK (cardinality("works_on") > 0 and "works_on" <@ '{0,1,2,3,4,5,6}'::smallint[]);
ALTER TABLE "shipping_rate" ADD COLUMN "transit_by" text DEFAULT 'working' NOT NULL;
ALTER TABLE "shipping_rate" ADD CONSTRAINT "shipping_rate_transit_by" CHECK ("transit_by" in ('working','calendar'));
