"""Which of our forms stand where allauth has its own: our words, our errors, our look."""

_forms = "accounts.forms.entrance"

ACCOUNT_FORMS = {
    "add_email": f"{_forms}.AddEmailForm",
    "change_password": f"{_forms}.ChangePasswordForm",
    "confirm_email_verification_code": f"{_forms}.ConfirmEmailVerificationCodeForm",
    "login": f"{_forms}.LoginForm",
    "reauthenticate": f"{_forms}.ReauthenticateForm",
    "reset_password": f"{_forms}.ResetPasswordForm",
    "reset_password_from_key": f"{_forms}.ResetPasswordKeyForm",
    "set_password": f"{_forms}.SetPasswordForm",
    "signup": f"{_forms}.SignupForm",
}
MFA_FORMS = {
    "activate_totp": f"{_forms}.ActivateTOTPForm",
    "add_webauthn": f"{_forms}.AddWebAuthnForm",
    "authenticate": f"{_forms}.FactorForm",
    "edit_webauthn": f"{_forms}.EditWebAuthnForm",
    "reauthenticate": f"{_forms}.ReauthenticateFactorForm",
    "signup_webauthn": f"{_forms}.SignupWebAuthnForm",
}
