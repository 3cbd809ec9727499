"""Stops storing a file while it is on its way in, once it is too big: a disk is never filled by one post."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from folkehelse.lib.uploads.inspection import MOST_BYTES
from folkehelse.lib.uploads.names import clean_name

MOST_FILES = 10  # in one post


class Guard(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS. What it skips is named in `request.too_big`."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.files = 0
        self.request.too_big = []

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.size = 0
        self.files += 1
        if self.files > MOST_FILES:
            raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        if self.size > MOST_BYTES:
            self.request.too_big.append(clean_name(self.file_name))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None
