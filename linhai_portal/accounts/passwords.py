from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    """Django's own rule; its sentence is not translated."""

    def get_error_message(self):
        return f"密码太短，至少要 {self.min_length} 个字符。"
