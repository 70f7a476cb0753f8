"""How PostgreSQL guards the place tree: lineages, successions and former outlines.

A place lies below a coarser one; only sections nest in each other (二期南区).

Every lineage is computed under one advisory lock, shared by insertions and exclusive to
whoever hangs a place elsewhere; else a place planted meanwhile would keep a stale lineage.
"""

from zones.models.ground.rungs import PlaceLevel

RUNGS = ",".join(repr(value) for value in PlaceLevel.values)
GROW_DOWNWARDS = f"""
    rungs := ARRAY[{RUNGS}];
    IF TG_OP = 'INSERT' THEN
        PERFORM pg_advisory_xact_lock_shared(hashtext('zones.place.lineage'));
    ELSE
        IF NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN
            PERFORM pg_advisory_xact_lock(hashtext('zones.place.lineage'));
        END IF;
        IF (NEW.district_id, NEW.level) <> (OLD.district_id, OLD.level) THEN
            RAISE EXCEPTION 'a place keeps its district and its level for life'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'place_keeps_its_rung';
        END IF;
    END IF;
    NEW.lineage := ARRAY[NEW.id];
    IF NEW.parent_id IS NOT NULL THEN
        SELECT * INTO above FROM zones_place WHERE id = NEW.parent_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no place % to lie below', NEW.parent_id
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'place_parent_exists';
        END IF;
        IF above.district_id <> NEW.district_id THEN
            RAISE EXCEPTION 'a place lies in the district of its parent'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'place_in_district_of_parent';
        END IF;
        IF above.lineage @> ARRAY[NEW.id] OR (
            array_position(rungs, above.level) >= array_position(rungs, NEW.level)
            AND NOT (above.level = NEW.level AND (NEW.level = 'section' OR EXISTS (
                SELECT FROM zones_succession
                 WHERE (predecessor_id, successor_id, kind) IN (
                    (above.id, NEW.id, 'split'), (NEW.id, above.id, 'merged')))))
        ) THEN
            RAISE EXCEPTION 'a % cannot lie below a %', NEW.level, above.level
                USING ERRCODE = 'check_violation', CONSTRAINT = 'place_finer_than_parent';
        END IF;
        NEW.lineage := above.lineage || NEW.id;
    END IF;
    IF TG_OP = 'UPDATE' AND NOT NEW.lineage @> OLD.lineage THEN
        RAISE EXCEPTION 'a place never leaves what it lay in'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'place_keeps_its_ancestors';
    END IF;
    RETURN NEW;
"""

CARRY_LINEAGE = """
    WITH RECURSIVE below AS (
        SELECT p.id, above.lineage || p.id AS line
          FROM zones_place p JOIN zones_place above ON above.id = p.parent_id
         WHERE p.parent_id = NEW.id
        UNION ALL
        SELECT p.id, below.line || p.id FROM zones_place p JOIN below ON p.parent_id = below.id
    )
    UPDATE zones_place p SET lineage = below.line
      FROM below WHERE p.id = below.id AND p.lineage <> below.line;
    RETURN NULL;
"""

KEEP_OUTLINE = """
    IF TG_OP = 'UPDATE' THEN
        IF NEW.outline::bytea IS NOT DISTINCT FROM OLD.outline::bytea
           AND NEW.outline_quality IS NOT DISTINCT FROM OLD.outline_quality THEN
            NEW.drawn_at := OLD.drawn_at;
            RETURN NEW;
        END IF;
        IF OLD.outline IS NOT NULL AND OLD.outline_quality <> 'illustrative' THEN
            INSERT INTO zones_placeoutline
                (place_id, outline, quality, source, drawn_at, redrawn_at)
            VALUES (OLD.id, OLD.outline, OLD.outline_quality, OLD.outline_source,
                    OLD.drawn_at, clock_timestamp());
        END IF;
    END IF;
    NEW.drawn_at := NULL;
    IF NEW.outline IS NULL THEN
        NEW.outline_source := NULL;
    ELSE
        NEW.drawn_at := clock_timestamp();
        NEW.outline_source := coalesce(NEW.outline_source, NEW.source);
    END IF;
    RETURN NEW;
"""

SUCCEED_ONCE = """
    IF NEW.kind = 'merged' AND EXISTS (SELECT FROM zones_place WHERE id = NEW.successor_id) THEN
        RAISE EXCEPTION 'what others merge into is a new place'
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'succession_makes_a_place';
    END IF;
    IF EXISTS (
        SELECT FROM zones_succession s WHERE s.predecessor_id = NEW.predecessor_id
           AND (s.kind, s."on") <> (NEW.kind, NEW."on")
    ) THEN
        RAISE EXCEPTION 'a place is succeeded once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'succession_once';
    END IF;
    UPDATE zones_place SET retired_on = NEW."on"
     WHERE id = NEW.predecessor_id AND retired_on IS NULL;
    RETURN NEW;
"""
