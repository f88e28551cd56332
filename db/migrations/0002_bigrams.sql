-- Bigrams of a text without spaces, for Japanese, which the bundled PostgreSQL has no word list for.
CREATE FUNCTION bigrams(source text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT coalesce(array_agg(DISTINCT substr(s, i, 2)), '{}') FROM (SELECT regexp_replace(lower(source), '[[:space:][:punct:]]+', '', 'g') AS s) t, generate_series(1, greatest(length(s) - 1, 1)) i WHERE s <> ''
$$;
