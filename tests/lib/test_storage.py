from folkehelse.lib.storage import file_storage


def test_a_folder_by_default(tmp_path):
    assert file_storage("", tmp_path) == {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path, "base_url": None},
    }


def test_a_bucket_by_address(tmp_path):
    url = "s3://key:se%2Fcret@reports?endpoint=https://store.example&region=eu-north-1"

    assert file_storage(url, tmp_path) == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": "reports",
            "endpoint_url": "https://store.example",
            "region_name": "eu-north-1",
            "file_overwrite": False,
            "querystring_auth": True,
            "access_key": "key",
            "secret_key": "se/cret",
        },
    }
