from accounts.models.message import Message
from accounts.models.user import User, UserManager

__all__ = ["Message", "User", "UserManager"]
