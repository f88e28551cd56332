-- A category can be taken out of the shop's navigation, with all below it, without taking it apart.
ALTER TABLE "category" ADD COLUMN "is_hidden" boolean DEFAULT false NOT NULL;
