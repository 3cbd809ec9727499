"""Rules of the grant's life that look at another row. They raise with a constraint's name (see 0002)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION broken(rule text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', why USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

-- What is published, sent or decided never changes. ---------------------------------------------

CREATE FUNCTION call_version_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (TG_OP = 'DELETE' OR
        to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state') THEN
        PERFORM broken('call_version_that_was_published_stands', 'make a new version instead');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER call_version_stands BEFORE UPDATE OR DELETE ON programmes_callversion
    FOR EACH ROW EXECUTE FUNCTION call_version_rule();

CREATE FUNCTION call_part_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE part record; kept text;
BEGIN
    part := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    SELECT state INTO kept FROM programmes_callversion WHERE id = part.version_id;
    IF kept <> 'draft' THEN
        PERFORM broken('call_version_that_was_published_stands', 'make a new version instead');
    END IF;
    RETURN part;
END $$;
CREATE TRIGGER question_stands BEFORE INSERT OR UPDATE OR DELETE ON programmes_question
    FOR EACH ROW EXECUTE FUNCTION call_part_rule();
CREATE TRIGGER criterion_stands BEFORE INSERT OR UPDATE OR DELETE ON programmes_criterion
    FOR EACH ROW EXECUTE FUNCTION call_part_rule();
CREATE TRIGGER sub_theme_stands BEFORE INSERT OR UPDATE OR DELETE ON programmes_subtheme
    FOR EACH ROW EXECUTE FUNCTION call_part_rule();
CREATE TRIGGER requirement_stands BEFORE INSERT OR UPDATE OR DELETE ON programmes_requirement
    FOR EACH ROW EXECUTE FUNCTION call_part_rule();

CREATE FUNCTION submission_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM broken('submission_never_changes', 'what was sent stays as it was sent');
    RETURN NULL;
END $$;
CREATE TRIGGER submission_stands BEFORE UPDATE OR DELETE ON programmes_submission
    FOR EACH ROW EXECUTE FUNCTION submission_rule();

CREATE FUNCTION attachment_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.is_sent AND (TG_OP = 'DELETE' OR NOT NEW.is_sent OR NEW.file <> OLD.file
        OR NEW.sha256 <> OLD.sha256 OR NEW.name <> OLD.name OR NEW.application_id <> OLD.application_id) THEN
        PERFORM broken('attachment_that_was_sent_stands', 'what was sent stays as it was sent');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER attachment_stands BEFORE UPDATE OR DELETE ON programmes_attachment
    FOR EACH ROW EXECUTE FUNCTION attachment_rule();

CREATE FUNCTION letter_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'sent' THEN
        PERFORM broken('letter_that_was_sent_stands', 'a change is a new letter that names the old one');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER letter_stands BEFORE UPDATE OR DELETE ON programmes_letter
    FOR EACH ROW EXECUTE FUNCTION letter_rule();

CREATE FUNCTION impartiality_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NOT OLD.is_impartial THEN
        PERFORM broken('impartiality_stands', 'who is not impartial does not become so');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER impartiality_stands BEFORE UPDATE OR DELETE ON programmes_impartiality
    FOR EACH ROW EXECUTE FUNCTION impartiality_rule();

-- An application is written while it is open, and by nobody while it is being sent. ---------------

CREATE FUNCTION writing_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE written record; kept text;
BEGIN
    written := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    SELECT state INTO kept FROM programmes_application WHERE id = written.application_id FOR SHARE;
    IF kept NOT IN ('draft', 'returned') THEN
        PERFORM broken('application_is_written_while_it_is_open', 'the application is not open for writing');
    END IF;
    RETURN written;
END $$;
CREATE TRIGGER answer_is_open BEFORE INSERT OR UPDATE OR DELETE ON programmes_answer
    FOR EACH ROW EXECUTE FUNCTION writing_rule();
CREATE TRIGGER budget_is_open BEFORE INSERT OR UPDATE OR DELETE ON programmes_budgetcell
    FOR EACH ROW EXECUTE FUNCTION writing_rule();
CREATE TRIGGER proposed_is_open BEFORE INSERT OR UPDATE OR DELETE ON programmes_proposedmeasure
    FOR EACH ROW EXECUTE FUNCTION writing_rule();

-- No review without a declaration, no decision without a review, no grant beyond the frame. -------

CREATE FUNCTION review_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IN ('started', 'sent') AND NOT EXISTS (
        SELECT FROM programmes_impartiality i WHERE i.application_id = NEW.application_id
            AND i.user_id = NEW.reviewer_id AND i.is_impartial) THEN
        PERFORM broken('review_needs_an_impartial_reviewer', 'impartiality is declared first');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER review_is_impartial BEFORE INSERT OR UPDATE OF state ON programmes_review
    FOR EACH ROW EXECUTE FUNCTION review_rule();

CREATE FUNCTION decision_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_call bigint; frame bigint; others bigint; years bigint;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state IN ('decided', 'replaced')
        AND to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state' THEN
        PERFORM broken('decision_that_was_made_stands', 'a change is a new decision that replaces it');
    END IF;
    IF NEW.state NOT IN ('recommended', 'decided') THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT FROM programmes_review r
        WHERE r.application_id = NEW.application_id AND r.state = 'sent') THEN
        PERFORM broken('decision_needs_a_review', 'an application is reviewed before it is decided');
    END IF;
    SELECT coalesce(sum(amount), 0) INTO years FROM programmes_decisionamount WHERE decision_id = NEW.id;
    IF years <> NEW.total THEN
        PERFORM broken('decision_total_is_the_sum_of_its_years', 'the total is not the sum of the years');
    END IF;
    SELECT a.call_id INTO of_call FROM programmes_application a WHERE a.id = NEW.application_id;
    PERFORM FROM programmes_call WHERE id = of_call FOR NO KEY UPDATE;  -- of two deciders, one waits
    SELECT v.frame INTO frame FROM programmes_call c JOIN programmes_callversion v ON v.id = c.current_id
        WHERE c.id = of_call;
    SELECT coalesce(sum(most), 0) INTO others FROM (
        SELECT max(d.total) AS most FROM programmes_decision d
            JOIN programmes_application a ON a.id = d.application_id
            WHERE a.call_id = of_call AND d.id <> NEW.id AND d.application_id <> NEW.application_id
                AND d.state IN ('recommended', 'decided')
            GROUP BY d.application_id) AS each;
    IF NEW.total > 0 AND others + NEW.total > frame THEN
        PERFORM broken('decisions_stay_within_the_frame', 'the frame of the call is not enough');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_keeps_the_law BEFORE INSERT OR UPDATE ON programmes_decision
    FOR EACH ROW EXECUTE FUNCTION decision_rule();

CREATE FUNCTION decision_stays_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('decided', 'replaced') THEN
        PERFORM broken('decision_that_was_made_stands', 'a decision is never deleted');
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER decision_stays BEFORE DELETE ON programmes_decision
    FOR EACH ROW EXECUTE FUNCTION decision_stays_rule();

CREATE FUNCTION decision_amount_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE part record; kept text;
BEGIN
    part := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    SELECT state INTO kept FROM programmes_decision WHERE id = part.decision_id FOR SHARE;
    IF kept <> 'draft' THEN
        PERFORM broken('decision_that_was_made_stands', 'amounts are tried in a draft');
    END IF;
    RETURN part;
END $$;
CREATE TRIGGER decision_amount_stands BEFORE INSERT OR UPDATE OR DELETE ON programmes_decisionamount
    FOR EACH ROW EXECUTE FUNCTION decision_amount_rule();

CREATE FUNCTION application_decided_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'decided' AND NOT EXISTS (SELECT FROM programmes_decision d
        WHERE d.application_id = NEW.id AND d.state = 'decided') THEN
        PERFORM broken('application_is_decided_by_a_decision', 'there is no decision');
    END IF;
    IF NEW.state = 'withdrawn' AND EXISTS (SELECT FROM programmes_decision d
        WHERE d.application_id = NEW.id AND d.state = 'decided') THEN
        PERFORM broken('application_that_is_decided_is_not_withdrawn', 'it is decided');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER application_is_decided BEFORE INSERT OR UPDATE OF state ON programmes_application
    FOR EACH ROW EXECUTE FUNCTION application_decided_rule();

-- An enrolment of a decision, and its money. ------------------------------------------------------

CREATE FUNCTION enrolment_decision_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.decision_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM programmes_decision d
            JOIN programmes_application a ON a.id = d.application_id
            JOIN programmes_agreement g ON g.decision_id = d.id
            WHERE d.id = NEW.decision_id AND d.outcome IN ('full', 'partial')
                AND d.state IN ('decided', 'replaced') AND a.municipality_id = NEW.municipality_id) THEN
        PERFORM broken('enrolment_needs_a_granted_decision_and_its_agreement', 'no agreement is signed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER enrolment_is_decided BEFORE INSERT OR UPDATE OF decision_id ON programmes_enrolment
    FOR EACH ROW EXECUTE FUNCTION enrolment_decision_rule();

-- What is carried over may be paid in the next year, unless it was paid before: then it is there already.
CREATE FUNCTION carried_and_unpaid(of_enrolment bigint, of_year int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE earlier record; carried bigint := 0; last int;
BEGIN
    FOR earlier IN
        SELECT a.year, a.amount, s."left" AS rest,
            s.state = 'approved' AND s.leftover = 'carry_over' AS goes_on,
            (SELECT coalesce(sum(p.amount), 0) FROM programmes_paymentrequest p
                WHERE p.award_id = a.id AND p.state IN ('asked', 'approved', 'paid')) AS used
        FROM programmes_yearlyaward a LEFT JOIN programmes_settlement s ON s.award_id = a.id
        WHERE a.enrolment_id = of_enrolment AND a.year < of_year ORDER BY a.year
    LOOP
        IF last IS DISTINCT FROM earlier.year - 1 THEN
            carried := 0;
        END IF;
        carried := CASE WHEN earlier.goes_on
            THEN greatest(0, least(earlier.rest, earlier.amount + carried - earlier.used)) ELSE 0 END;
        last := earlier.year;
    END LOOP;
    RETURN CASE WHEN last = of_year - 1 THEN carried ELSE 0 END;
END $$;

CREATE FUNCTION payment_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE award programmes_yearlyaward; asked bigint;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'paid' THEN
        PERFORM broken('payment_that_was_made_stands', 'it is paid');
    END IF;
    IF NEW.state NOT IN ('asked', 'approved', 'paid') THEN
        RETURN NEW;
    END IF;
    SELECT * INTO award FROM programmes_yearlyaward WHERE id = NEW.award_id FOR NO KEY UPDATE;
    IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM programmes_settlement s
        WHERE s.award_id = NEW.award_id AND s.state IN ('asked', 'approved')) THEN
        PERFORM broken('payment_is_asked_before_the_years_end', 'the year is settled');
    END IF;
    SELECT coalesce(sum(p.amount), 0) INTO asked FROM programmes_paymentrequest p
        WHERE p.award_id = NEW.award_id AND p.id <> NEW.id AND p.state IN ('asked', 'approved', 'paid');
    IF asked + NEW.amount > award.amount + carried_and_unpaid(award.enrolment_id, award.year) THEN
        PERFORM broken('payments_stay_within_the_award', 'more is asked for than was granted');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payment_keeps_within BEFORE INSERT OR UPDATE ON programmes_paymentrequest
    FOR EACH ROW EXECUTE FUNCTION payment_rule();
"""

TRIGGERS = {
    "call_version_stands": "callversion",
    "question_stands": "question",
    "criterion_stands": "criterion",
    "sub_theme_stands": "subtheme",
    "requirement_stands": "requirement",
    "submission_stands": "submission",
    "attachment_stands": "attachment",
    "letter_stands": "letter",
    "impartiality_stands": "impartiality",
    "answer_is_open": "answer",
    "budget_is_open": "budgetcell",
    "proposed_is_open": "proposedmeasure",
    "review_is_impartial": "review",
    "decision_keeps_the_law": "decision",
    "decision_stays": "decision",
    "decision_amount_stands": "decisionamount",
    "application_is_decided": "application",
    "enrolment_is_decided": "enrolment",
    "payment_keeps_within": "paymentrequest",
}
FUNCTIONS = [
    "call_version_rule",
    "call_part_rule",
    "submission_rule",
    "attachment_rule",
    "letter_rule",
    "impartiality_rule",
    "writing_rule",
    "review_rule",
    "decision_rule",
    "decision_stays_rule",
    "decision_amount_rule",
    "application_decided_rule",
    "enrolment_decision_rule",
    "payment_rule",
]
BACKWARD = "\n".join(
    [
        *(f"DROP TRIGGER {name} ON programmes_{table};" for name, table in TRIGGERS.items()),
        *(f"DROP FUNCTION {name}();" for name in FUNCTIONS),
        "DROP FUNCTION carried_and_unpaid(bigint, int);",
        "DROP FUNCTION broken(text, text);",
    ]
)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_from_the_call_to_the_decision")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
