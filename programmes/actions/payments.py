"""Asking for a part of a year's award, approving it, and marking it as paid."""

from pathlib import PurePath
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction

from audit.record import record
from folkehelse.lib.uploads import Upload
from programmes.actions.refusals import readable
from programmes.emails import money as emails
from programmes.enums.money import PaymentState
from programmes.models import PaymentRequest, YearlyAward
from programmes.models.moving import WrongState


def ask_payment(award: YearlyAward, amount: int, *, text="", upload: Upload | None = None, by):
    """The database keeps the sum within the award, also for two that ask at once."""
    payment = PaymentRequest(award=award, amount=amount, text=text, asked_by=by)
    try:
        with readable():
            YearlyAward.objects.select_for_update(of=("self",), no_key=True).get(pk=award.pk)
            if upload:
                payment.file_name = upload.name
                name = f"{uuid4().hex}{PurePath(upload.name).suffix}"
                payment.file.save(name, ContentFile(upload.content), save=False)
            payment.save()
            record("paymentrequest.asked", actor=by, subject=payment, after={"amount": amount})
            emails.payment_asked(payment)
    except Exception:
        if payment.file:
            payment.file.delete(save=False)
        raise
    return payment


def approve_payment(payment: PaymentRequest, *, by, why="") -> None:
    with readable():
        payment.approve(by=by, why=why)
        emails.payment_answered(payment)


@transaction.atomic
def refuse_payment(payment: PaymentRequest, *, by, why: str) -> None:
    payment.refuse(by=by, why=why)
    emails.payment_answered(payment)


def mark_paid(payments, *, paid_on, by) -> int:
    """All of them or none; how many. One that somebody else has dealt with meanwhile is WrongState."""
    with readable():
        for payment in sorted(payments, key=lambda one: (one.award_id, one.pk)):
            if payment.state != PaymentState.APPROVED:
                raise WrongState(f"payment {payment.pk} is not approved")
            payment.mark_paid(by=by, paid_on=paid_on)
            emails.payment_made(payment)
    return len(payments)
