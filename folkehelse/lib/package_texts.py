"""Texts of packages that lack nynorsk, or Norwegian altogether, for our own catalogues to carry.

Nothing imports this: `manage.py compile_translations` reads it as it reads any source. allauth has no
nynorsk, import-export no Norwegian, and some of Django's newer texts are in neither form. Without a place
here they would be shown in English, or in bokmål to somebody who chose nynorsk.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

# What a user of the portal can meet; the portal's own templates replace the rest.
ALLAUTH = (
    _("Accounts"),
    _("user"),
    _("email address"),
    _("email addresses"),
    _("verified"),
    _("primary"),
    _("Mark selected email addresses as verified"),
    _("Marked {email} as verified."),
    _("Failed to mark {email} as verified."),
    _("Email"),
    _("Email address"),
    _("Password"),
    _("Password (again)"),
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Remember Me"),
    _("Forgot your password?"),
    _("Code"),
    _("Use your password"),
    _("You must type the same password each time."),
    _("Please type your current password."),
    _("Incorrect password."),
    _("Incorrect code."),
    _("Invalid login."),
    _("Invalid or expired key."),
    _("The password reset token was invalid."),
    _("The email address and/or password you specified are not correct."),
    _("The email address is not assigned to any user account."),
    _("A user is already registered with this email address."),
    _("This account is currently inactive."),
    _("Too many failed login attempts. Try again later."),
    _("Be patient, you are sending too many requests."),
    _("Please select only one."),
    _("The new value must be different from the current one."),
)

# The whole of it.
IMPORT_EXPORT = (
    _("Import"),
    _("%s through import_export"),
    _("Import finished: {} new, {} updated, {} deleted and {} skipped {}."),
    _(
        "%(exc_name)s encountered while trying to read file. Ensure you have chosen the correct format "
        "for the file."
    ),
    _("No valid data to import. Ensure your file has the correct headers or data for import."),
    _("Export"),
    _("Export selected %(verbose_name_plural)s"),
    _("export failed due to IllegalCharacterError"),
    _("Resource"),
    _("Format"),
    _("File to import"),
    _("Form is not validated, call `is_valid` first"),
    _('Select at least 1 field for "%(resource_name)s" to export'),
    _(
        "The following fields are declared in 'import_id_fields' but are not present in the resource "
        "fields: %s"
    ),
    _("The following fields are declared in 'import_id_fields' but are not present in the file headers: %s"),
    _("call to force_str() on instance failed: %s"),
    _("Home"),
    ngettext_lazy("Export %(len)s selected item.", "Export %(len)s selected items."),
    _("This exporter will export the following fields: "),
    _("Select all"),
    _("Submit"),
    _(
        "Below is a preview of data to be imported. If you are satisfied with the results, click "
        "'Confirm import'"
    ),
    _("Confirm import"),
    _("Errors"),
    _("Line number"),
    _("Some rows failed to validate"),
    _("Please correct these errors in your data where possible, then reupload it using the form above."),
    _("Row"),
    _("Non field specific"),
    _("Preview"),
    _("New"),
    _("Skipped"),
    _("Delete"),
    _("Update"),
    _("This importer will import the following fields: "),
    _("Value could not be parsed."),
    _("use_natural_foreign_keys and key_is_id cannot both be True"),
)

# Django's core.
DJANGO_FORMS = (
    _("Enter a valid domain name."),
    _("Enter a valid %(protocol)s address."),
    _("Ensure this value is a multiple of step size %(limit_value)s."),
    _(
        "Ensure this value is a multiple of step size %(limit_value)s, starting from %(offset)s, e.g. "
        "%(offset)s, %(valid_value1)s, %(valid_value2)s, and so on."
    ),
    _("Constraint “%(name)s” is violated."),
    _("%(model)s instance with %(field)s %(value)r is not a valid choice."),
    ngettext_lazy("Please submit at most %(num)d form.", "Please submit at most %(num)d forms."),
    ngettext_lazy("Please submit at least %(num)d form.", "Please submit at least %(num)d forms."),
)

# Passwords and users.
DJANGO_AUTH = (
    _("Conflicting form data submitted. Please try again."),
    _("Password-based authentication was disabled."),
    _("Set password: %s"),
    _("Reset password"),
    _("Set password"),
    _(
        "Whether the user will be able to authenticate using a password or not. If disabled, they may "
        "still be able to authenticate using other backends, such as Single Sign-On or LDAP."
    ),
    _("Password-based authentication"),
    _("Enabled"),
    _("Disabled"),
    _("Raw passwords are not stored, so there is no way to see the user’s password."),
    _("Enable password-based authentication for this user by setting a password."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    _(
        "Enter a valid username. This value may contain only unaccented lowercase a-z and uppercase A-Z "
        "letters, numbers, and @/./+/-/_ characters."
    ),
)

# Ranges.
DJANGO_POSTGRES = (
    _("Ensure that the upper bound of the range is not greater than %(limit_value)s."),
    _("Ensure that the lower bound of the range is not less than %(limit_value)s."),
)

# The technical administration.
DJANGO_ADMIN = (
    _("Select this object for an action - {}"),
    _("Breadcrumbs"),
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _("Error:"),
    ngettext_lazy("Please correct the error below.", "Please correct the errors below."),
    _("This action will <strong>enable</strong> password-based authentication for this user."),
    _("Disable password-based authentication"),
    _("Enable password-based authentication"),
    _("Skip to main content"),
    _("Hide counts"),
    _("Show counts"),
    _("Toggle theme (current theme: auto)"),
    _("Toggle theme (current theme: light)"),
    _("Toggle theme (current theme: dark)"),
    _("Added:"),
    _("Changed:"),
    _("Deleted:"),
    _("Forgotten your login credentials?"),
    _("Sidebar"),
    _("Start typing to filter…"),
    _("Filter navigation items"),
    ngettext_lazy("entry", "entries"),
    _("View selected %(model)s"),
    _("Thanks for spending some quality time with the web site today."),
    _("In case you’ve forgotten, you are:"),
    _("Select all objects on this page for an action"),
)
