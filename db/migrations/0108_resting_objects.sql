-- An object that is added to a connection which runs already rests until somebody lets it run.
ALTER TABLE "sync_object_map" ADD COLUMN "rests" boolean DEFAULT false NOT NULL;
