from smart.models.practice import Framework, Practice, Principle, Tool

__all__ = ["Framework", "Practice", "Principle", "Tool"]
