"""Rules that a check constraint cannot see, because they look at another table or the clock.

They raise as check violations with a constraint's name, as the named constraints do.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION log_entry_day_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE first_day date; last_day date;
BEGIN
    IF NEW.happened_on > (now() AT TIME ZONE 'Europe/Oslo')::date THEN
        RAISE EXCEPTION 'a log entry cannot be of a day to come' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'log_entry_is_not_of_the_future';
    END IF;
    SELECT e.starts_on, coalesce(e.ended_on, e.ends_on) INTO first_day, last_day
        FROM programmes_measure m JOIN programmes_enrolment e ON e.id = m.enrolment_id
        WHERE m.id = NEW.measure_id;
    IF NEW.happened_on < first_day OR NEW.happened_on > last_day THEN
        RAISE EXCEPTION 'a log entry must be of a day within the enrolment' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'log_entry_is_within_the_enrolment';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER log_entry_day BEFORE INSERT OR UPDATE OF happened_on, measure_id ON programmes_logentry
    FOR EACH ROW EXECUTE FUNCTION log_entry_day_rule();

CREATE FUNCTION log_entry_stays_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is submitted is never deleted; withdraw it' USING
        ERRCODE = 'restrict_violation', CONSTRAINT = 'log_entry_is_never_deleted';
END $$;
CREATE TRIGGER log_entry_stays BEFORE DELETE ON programmes_logentry
    FOR EACH ROW EXECUTE FUNCTION log_entry_stays_rule();

CREATE FUNCTION award_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE enrolment programmes_enrolment;
BEGIN
    SELECT * INTO enrolment FROM programmes_enrolment WHERE id = NEW.enrolment_id;
    IF NOT enrolment.has_grant THEN
        RAISE EXCEPTION 'an enrolment without a grant has no awards' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'award_needs_an_enrolment_with_grant';
    END IF;
    IF NEW.year < extract(year FROM enrolment.starts_on)
        OR NEW.year > extract(year FROM enrolment.ends_on) THEN
        RAISE EXCEPTION 'an award is of a year of the enrolment' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'award_is_within_the_enrolment';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER award_belongs BEFORE INSERT OR UPDATE ON programmes_yearlyaward
    FOR EACH ROW EXECUTE FUNCTION award_rule();
"""
BACKWARD = """
DROP TRIGGER log_entry_day ON programmes_logentry;
DROP TRIGGER log_entry_stays ON programmes_logentry;
DROP TRIGGER award_belongs ON programmes_yearlyaward;
DROP FUNCTION log_entry_day_rule();
DROP FUNCTION log_entry_stays_rule();
DROP FUNCTION award_rule();
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
